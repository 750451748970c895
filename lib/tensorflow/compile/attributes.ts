import { messages } from "./messages.ts";
import type { AttrValue, ShapeMessage, TensorMessage } from "./messages.ts";
import { nativeBackend } from "./native_backend.ts";
import { type DType, dtypes, type HostConstant, type KernelAttribute } from "./program.ts";

/** Attributes of a node by name. */
export type Attributes = Record<string, AttrValue>;

/** Attribute values, by kind. */
export const attribute = {
  bool: (value: boolean) => filled((a) => a.setB(value)),
  int: (value: number) => filled((a) => a.setI(Math.trunc(value))),
  float: (value: number) => filled((a) => a.setF(value)),
  string: (value: string) => filled((a) => a.setS(new TextEncoder().encode(value))),
  type: (value: DType) => filled((a) => a.setType(value)),
  shape: (value: readonly number[]) => filled((a) => a.setShape(shape(value))),
  tensor: (value: HostConstant) => filled((a) => a.setTensor(tensor(value))),
  types: (values: DType[]) => filledList((list) => list.setTypeList(values)),
  ints: (values: number[]) => filledList((list) => list.setIList(values.map(Math.trunc))),
  floats: (values: number[]) => filledList((list) => list.setFList(values)),
  bools: (values: boolean[]) => filledList((list) => list.setBList(values)),
  functionName: (name: string) => {
    const list = new messages.NameAttrList();
    list.setName(name);
    return filled((a) => a.setFunc(list));
  },
};

/** The attribute of a graph's node for one that the backend handed to an eager kernel. */
export function fromKernel({ name, type, value }: KernelAttribute): AttrValue {
  const { binding } = nativeBackend();
  switch (type) {
    case binding.TF_ATTR_STRING:
      return attribute.string(value as string);
    case binding.TF_ATTR_INT:
      return Array.isArray(value) ? attribute.ints(value) : attribute.int(value as number);
    case binding.TF_ATTR_FLOAT:
      return Array.isArray(value) ? attribute.floats(value) : attribute.float(value as number);
    case binding.TF_ATTR_BOOL:
      return Array.isArray(value) ? attribute.bools(value) : attribute.bool(Boolean(value));
    case binding.TF_ATTR_TYPE:
      return attribute.type(value as DType);
    case binding.TF_ATTR_SHAPE:
      return attribute.shape(value as number[]);
  }
  throw new Error(`compile(): attribute ${name} has TensorFlow's type ${type}, which is not known`);
}

function filled(fill: (value: AttrValue) => void): AttrValue {
  const value = new messages.AttrValue();
  fill(value);
  return value;
}

function filledList(fill: (list: InstanceType<typeof messages.AttrValue.ListValue>) => void) {
  const list = new messages.AttrValue.ListValue();
  fill(list);
  return filled((value) => value.setList(list));
}

function shape(sizes: readonly number[]): ShapeMessage {
  const message = new messages.TensorShape();
  message.setDimList(sizes.map((size) => {
    const dim = new messages.TensorShape.Dim();
    dim.setSize(size);
    return dim;
  }));
  return message;
}

/** A tensor message; TensorFlow repeats the last value, so that a filled array is stored once. */
function tensor({ dtype, shape: sizes, bytes }: HostConstant): TensorMessage {
  const message = new messages.Tensor();
  message.setDtype(dtype);
  message.setTensorShape(shape(sizes));
  const first = oneValue(dtype, bytes);
  if (first && allEqual(bytes, first.length)) setValue(message, dtype, first);
  else message.setTensorContent(bytes);
  return message;
}

function oneValue(dtype: DType, bytes: Uint8Array): Uint8Array | undefined {
  const width = { [dtypes.float32]: 4, [dtypes.int32]: 4, [dtypes.bool]: 1 }[dtype];
  return width && bytes.length > width ? bytes.slice(0, width) : undefined;
}

function allEqual(bytes: Uint8Array, width: number): boolean {
  for (let i = width; i < bytes.length; i++) if (bytes[i] !== bytes[i - width]) return false;
  return true;
}

function setValue(message: TensorMessage, dtype: DType, bytes: Uint8Array): void {
  const view = new DataView(bytes.buffer);
  if (dtype === dtypes.float32) message.setFloatValList([view.getFloat32(0, true)]);
  else if (dtype === dtypes.int32) message.setIntValList([view.getInt32(0, true)]);
  else message.setBoolValList([bytes[0] !== 0]);
}
