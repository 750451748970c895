/**
 * TensorFlow's protocol buffer messages as the native package carries them, with the types of the
 * few fields that the compiler writes or reads.
 *
 * @module
 */
import { createRequire } from "node:module";

/** Every message can be written to bytes. */
export interface Message {
  serializeBinary(): Uint8Array;
}

/** A map field. */
export interface MessageMap<Value> {
  set(key: string, value: Value): void;
}

/** An input or output of an operation. */
export interface ArgDef {
  getName(): string;
  getTypeAttr(): string;
  getNumberAttr(): string;
  getTypeListAttr(): string;
  setName(name: string): void;
  setType(dtype: number): void;
}

/** The definition of an operation, or the signature of a function. */
export interface OpDef extends Message {
  getName(): string;
  setName(name: string): void;
  getInputArgList(): ArgDef[];
  setInputArgList(args: ArgDef[]): void;
  getOutputArgList(): ArgDef[];
  setOutputArgList(args: ArgDef[]): void;
  getIsStateful(): boolean;
  setIsStateful(stateful: boolean): void;
}

/** All operations. */
export interface OpList extends Message {
  getOpList(): OpDef[];
}

/** A list in an attribute. */
export interface AttrList extends Message {
  setIList(values: number[]): void;
  setFList(values: number[]): void;
  setBList(values: boolean[]): void;
  setTypeList(values: number[]): void;
}

/** The value of a node's attribute: exactly one of its fields is set. */
export interface AttrValue extends Message {
  setS(value: Uint8Array): void;
  setI(value: number): void;
  setF(value: number): void;
  setB(value: boolean): void;
  setType(value: number): void;
  setShape(value: ShapeMessage): void;
  setTensor(value: TensorMessage): void;
  setList(value: AttrList): void;
  setFunc(value: { setName(name: string): void }): void;
}

/** A shape. */
export interface ShapeMessage extends Message {
  setDimList(dims: { setSize(size: number): void }[]): void;
}

/** A tensor's value. */
export interface TensorMessage extends Message {
  setDtype(dtype: number): void;
  setTensorShape(shape: ShapeMessage): void;
  setTensorContent(bytes: Uint8Array): void;
  setFloatValList(values: number[]): void;
  setIntValList(values: number[]): void;
  setBoolValList(values: boolean[]): void;
}

/** A node of a graph. */
export interface NodeDef extends Message {
  setName(name: string): void;
  setOp(op: string): void;
  setInputList(inputs: string[]): void;
  getAttrMap(): MessageMap<AttrValue>;
}

/** A function of a graph. */
export interface FunctionDef extends Message {
  setSignature(signature: OpDef): void;
  setNodeDefList(nodes: NodeDef[]): void;
  getAttrMap(): MessageMap<AttrValue>;
  getRetMap(): MessageMap<string>;
}

interface GraphDef extends Message {
  setNodeList(nodes: NodeDef[]): void;
  setVersions(versions: { setProducer(version: number): void }): void;
  setLibrary(library: { setFunctionList(functions: FunctionDef[]): void }): void;
}

interface MetaGraphDef extends Message {
  setMetaInfoDef(info: { setTagsList(tags: string[]): void }): void;
  setGraphDef(graph: GraphDef): void;
}

interface SavedModel extends Message {
  setSavedModelSchemaVersion(version: number): void;
  setMetaGraphsList(graphs: MetaGraphDef[]): void;
}

interface Constructor<M> {
  new (): M;
  deserializeBinary(bytes: Uint8Array): M;
}

interface Messages {
  OpDef: Constructor<OpDef> & { ArgDef: Constructor<ArgDef> };
  OpList: Constructor<OpList>;
  AttrValue: Constructor<AttrValue> & { ListValue: Constructor<AttrList> };
  NameAttrList: Constructor<{ setName(name: string): void }>;
  TensorShape: Constructor<ShapeMessage> & { Dim: Constructor<{ setSize(size: number): void }> };
  Tensor: Constructor<TensorMessage>;
  NodeDef: Constructor<NodeDef>;
  FunctionDef: Constructor<FunctionDef>;
  FunctionDefLibrary: Constructor<{ setFunctionList(functions: FunctionDef[]): void }>;
  GraphDef: Constructor<GraphDef>;
  VersionDef: Constructor<{ setProducer(version: number): void }>;
  MetaGraphDef: Constructor<MetaGraphDef> & {
    MetaInfoDef: Constructor<{ setTagsList(tags: string[]): void }>;
  };
  SavedModel: Constructor<SavedModel>;
}

/** The constructors of the messages. */
export const messages: Messages = createRequire(import.meta.url)(
  "@tensorflow/tfjs-node-gpu/dist/proto/api_pb.js",
);
