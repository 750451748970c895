import { tf } from "../tf.ts";

/** A tree taken apart: its tensors in order, and how to put others in their places. */
export interface Leaves {
  tensors: tf.Tensor[];
  /** Where each tensor stands in the tree: `[0].x`. */
  paths: string[];
  /** Equal for two trees exactly when structure, constants, dtypes and shapes are equal. */
  key: string;
  rebuild(tensors: readonly tf.Tensor[]): unknown;
}

/**
 * Takes a tree of tensors apart; of `stacked` tensors the key leaves out the first axis, that of the
 * steps.
 *
 * @throws {TypeError} when it holds anything but tensors, constants, arrays and plain objects
 */
export function flatten(tree: unknown, name: string, { stacked = false } = {}): Leaves {
  const tensors: tf.Tensor[] = [];
  const paths: string[] = [];
  const build = visit(tree, name);
  return { tensors, paths, key: build.key, rebuild: (others) => build.from(others) };

  function visit(part: unknown, path: string): Part {
    if (part instanceof tf.Tensor) return leaf(part, path);
    if (Array.isArray(part)) return array(part.map((item, k) => visit(item, `${path}[${k}]`)));
    if (isPlainObject(part)) {
      return object(Object.entries(part).map(([k, v]) => [k, visit(v, `${path}.${k}`)]));
    }
    if (!isConstant(part)) throw new TypeError(notATree(part, path));
    return { key: typeof part + String(part), from: () => part };
  }

  function leaf(tensor: tf.Tensor, path: string): Part {
    const index = tensors.push(tensor) - 1;
    paths.push(path);
    const shape = stacked ? tensor.shape.slice(1) : tensor.shape;
    return { key: `${tensor.dtype}[${shape}]`, from: (others) => others[index] };
  }
}

interface Part {
  key: string;
  from(tensors: readonly tf.Tensor[]): unknown;
}

function array(parts: Part[]): Part {
  return {
    key: `[${parts.map((part) => part.key).join(";")}]`,
    from: (tensors) => parts.map((part) => part.from(tensors)),
  };
}

function object(parts: [string, Part][]): Part {
  return {
    key: `{${parts.map(([name, part]) => `${JSON.stringify(name)}:${part.key}`).join(";")}}`,
    from: (tensors) => Object.fromEntries(parts.map(([name, part]) => [name, part.from(tensors)])),
  };
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  if (typeof value !== "object" || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** A value that is not a tensor: part of the program, like a number written into the code. */
function isConstant(value: unknown): boolean {
  return value === null || ["number", "string", "boolean", "undefined"].includes(typeof value);
}

function notATree(part: unknown, path: string): string {
  const kind = typeof part === "object" ? (part as object).constructor?.name : typeof part;
  return `compile(): ${path} must be tensors, numbers, strings or booleans in arrays and plain ` +
    `objects, received a ${kind}: pass the tensors that the step needs from it`;
}
