import { read } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** What the header of a safetensors file says of a tensor. */
interface Entry {
  dtype: string;
  shape: number[];
  /** First byte, and the byte after the last one, counted from the end of the header. */
  data_offsets: [number, number];
}

/**
 * All weights of a model, the running statistics too, as a file in the format safetensors (Hugging
 * Face): eight bytes with the length of a header in JSON, the header, then the numbers as float32.
 */
export async function weightsFile(model: tf.LayersModel): Promise<Uint8Array<ArrayBuffer>> {
  const header: Record<string, Entry> = {};
  const values = await Promise.all(model.weights.map((weight) => read(weight.read())));
  let at = 0;
  model.weights.forEach((weight, k) => {
    const end = at + 4 * values[k].length;
    header[nameOf(weight)] = {
      dtype: "F32",
      shape: weight.read().shape,
      data_offsets: [at, end],
    };
    at = end;
  });
  const text = JSON.stringify(header);
  const head = new TextEncoder().encode(text.padEnd(8 * Math.ceil(text.length / 8)));
  const file = new Uint8Array(8 + head.length + at);
  new DataView(file.buffer).setBigUint64(0, BigInt(head.length), true);
  file.set(head, 8);
  const numbers = new Float32Array(file.buffer, 8 + head.length);
  values.forEach((some, k) => {
    numbers.set(some, header[nameOf(model.weights[k])].data_offsets[0] / 4);
  });
  return file;
}

/**
 * Puts weights of a file into a model of the same architecture: all of them, or none.
 *
 * @throws {TypeError} when it is no such file, or of another architecture
 */
export function useWeightsFile(model: tf.LayersModel, file: Uint8Array): void {
  const tensors = readSafetensors(file);
  const found = model.weights.map((weight) => {
    const name = nameOf(weight);
    const { shape } = weight.read();
    const tensor = tensors.get(name);
    if (String(tensor?.shape) !== String(shape)) {
      throw new TypeError(
        `useWeightsFile(): the file must be of a model with weights ${name} [${shape}], but it has ` +
          (tensor ? `[${tensor.shape}]` : "none") + ": build the model that it was made from",
      );
    }
    return tensor!;
  });
  if (tensors.size !== model.weights.length) {
    throw new TypeError(
      `useWeightsFile(): the file has ${tensors.size} tensors, the model ${model.weights.length}`,
    );
  }
  tf.tidy(() =>
    model.weights.forEach((weight, k) => {
      weight.write(tf.tensor(found[k].values, found[k].shape, weight.read().dtype));
    })
  );
}

/**
 * The float32 tensors of a safetensors file.
 *
 * @throws {TypeError} when it is none, or it is cut off
 */
export function readSafetensors(
  file: Uint8Array,
): Map<string, { shape: number[]; values: Float32Array }> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  const length = file.length >= 8 ? Number(view.getBigUint64(0, true)) : Infinity;
  if (!(8 + length <= file.length)) throw notSafetensors("its header is cut off");
  let header: Record<string, Entry>;
  try {
    header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  } catch {
    throw notSafetensors("its header is not JSON");
  }
  const numbers = file.subarray(8 + length);
  return new Map(
    Object.entries(header).filter(([name]) => name !== "__metadata__").map(([name, entry]) => {
      const { dtype, shape, data_offsets: [start, end] } = entry;
      const size = shape.reduce((product, side) => product * side, 1);
      if (dtype !== "F32") throw notSafetensors(`its ${name} is ${dtype}, not F32`);
      if (!(end - start === 4 * size && end <= numbers.length)) {
        throw notSafetensors(`its ${name} is cut off`);
      }
      // Copied, since the numbers need not lie at a multiple of four bytes.
      const bytes = new Uint8Array(numbers.subarray(start, end));
      return [name, { shape, values: new Float32Array(bytes.buffer) }];
    }),
  );
}

function notSafetensors(why: string): TypeError {
  return new TypeError(`readSafetensors(): the bytes must be a safetensors file, but ${why}`);
}

/** Name of a weight, without the number that TensorFlow.js adds when there is another model. */
function nameOf({ originalName }: { originalName: string }): string {
  return originalName;
}
