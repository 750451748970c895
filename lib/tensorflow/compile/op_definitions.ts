import { messages, type OpDef, type OpList } from "./messages.ts";

/**
 * The definition of every operation of the TensorFlow library in this process, by name: its
 * outputs' names and the attributes that a graph must state and that eager kernels leave out.
 * Asked of the library itself, so that it fits whichever version is installed; 0.1 s, once.
 *
 * @throws {Error} when the library cannot be found or asked
 */
export function opDefinitions(): ReadonlyMap<string, OpDef> {
  definitions ??= new Map(readOpList().getOpList().map((op) => [op.getName(), op]));
  return definitions;
}

let definitions: Map<string, OpDef> | undefined;

function readOpList(): OpList {
  const library = Deno.dlopen(libraryPath(), {
    TF_GetAllOpList: { parameters: [], result: "pointer" },
    TF_DeleteBuffer: { parameters: ["pointer"], result: "void" },
  });
  const buffer = library.symbols.TF_GetAllOpList();
  try {
    return messages.OpList.deserializeBinary(bytesOf(buffer!));
  } finally {
    library.symbols.TF_DeleteBuffer(buffer);
  }
}

/** The content of a `TF_Buffer`: a pointer to its bytes, then their number. */
function bytesOf(buffer: Deno.PointerObject): Uint8Array {
  const fields = new Deno.UnsafePointerView(buffer);
  const length = Number(fields.getBigUint64(8));
  return new Uint8Array(Deno.UnsafePointerView.getArrayBuffer(fields.getPointer(0)!, length));
}

/** The file that the addon was linked to, as the operating system loaded it. */
function libraryPath(): string {
  const loaded = Deno.readTextFileSync("/proc/self/maps");
  const path = loaded.match(/\/\S*libtensorflow(_cc)?\.so\S*/)?.[0];
  if (path) return path;
  throw new Error(
    "Reading TensorFlow's operations: libtensorflow_cc.so must be loaded in this process, but " +
      "/proc/self/maps does not list it: run `make doctor`",
  );
}
