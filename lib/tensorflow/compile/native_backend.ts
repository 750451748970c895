import { tf } from "../tf.ts";
import type { DType, KernelAttribute } from "./program.ts";

/** A tensor inside TensorFlow's library: a number that is never used twice. */
export type Handle = number;

/** What the library says about a tensor that it made. */
export interface Made {
  id: Handle;
  dtype: DType;
  shape: number[];
}

/** The functions of TensorFlow's addon that a step calls. */
export interface Binding {
  createTensor(shape: number[], dtype: DType, values: ArrayBufferView): Handle;
  deleteTensor(id: Handle): void;
  executeOp(op: string, attributes: KernelAttribute[], inputs: Handle[], outputs: number): Made[];
  tensorDataSync(id: Handle): ArrayBufferView;
  runSavedModel(id: number, inputs: Handle[], inputNames: string, outputNames: string): Made[];
  readonly [constant: `TF_${string}`]: number;
}

/** A key of the backend's table of tensors. */
export type DataId = object;

/** What a tensor is to the backend. */
export interface HasData {
  dataId: DataId;
}

/** The part of TensorFlow.js's native backend that the compiler uses. */
export interface NativeBackend {
  binding: Binding;
  tensorMap: {
    has(dataId: DataId): boolean;
    get(dataId: DataId): PendingTensor;
  };
  write(values: unknown, shape: number[], dtype: string): DataId;
  getInputTensorIds(tensors: HasData[]): Handle[];
  createOutputTensor(made: Made): tf.Tensor;
  executeMultipleOutputs(
    op: string,
    attributes: KernelAttribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
  loadSavedModelMetaGraph(folder: string, tags: string): number;
  deleteSavedModel(id: number): void;
}

/** A tensor in the backend's table; `values` are set until a kernel needs it in the library. */
export interface PendingTensor {
  id: Handle;
  dtype: DType;
  shape: number[];
  values: ArrayBufferView | null;
  /** How many tensors share it. */
  refCount: number;
}

/** The native backend; call it only where `device.name` is native. */
export function nativeBackend(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}

/** A tensor of its own with the same values, so that no two share a handle. */
export function ownCopy(tensor: tf.Tensor): tf.Tensor {
  return execute("Identity", [tensor]);
}

/** The one output of a kernel whose only attribute is the type `T` of its inputs. */
export function execute(op: string, inputs: tf.Tensor[]): tf.Tensor {
  const backend = nativeBackend();
  const { dtype } = backend.tensorMap.get(inputs[0].dataId);
  const attributes = [{ name: "T", type: backend.binding.TF_ATTR_TYPE, value: dtype }];
  return backend.executeMultipleOutputs(op, attributes, inputs, 1)[0];
}
