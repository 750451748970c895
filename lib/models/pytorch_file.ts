/** A tensor of a PyTorch file: float32 numbers, the last axis fastest. */
export interface PyTorchTensor {
  shape: number[];
  values: Float32Array;
}

/** What a pickle says of a tensor before its numbers are known. */
interface Pending {
  storage: string;
  offset: number;
  shape: number[];
  strides: number[];
}

/** Bytes of a number in each kind of storage that a file of weights has. */
const bytesOf: Record<string, number> = { FloatStorage: 4, LongStorage: 8 };

/**
 * The float32 tensors of a file that `torch.save(model.state_dict())` wrote before PyTorch 1.6: pickles
 * (Python's format, protocol 2) of a header and of the names and shapes, then the numbers. Nothing of the
 * file is executed: a pickle that asks for other functions than tensors need is refused.
 *
 * @throws {TypeError} when it is not such a file
 */
export function readPyTorchFile(bytes: Uint8Array): Map<string, PyTorchTensor> {
  const pickles = new Unpickler(bytes);
  for (let head = 0; head < 3; head++) pickles.next();
  const named = pickles.next() as Map<string, Pending>;
  const keys = pickles.next() as string[];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const storages = new Map<string, Float32Array>();
  let at = pickles.position;
  for (const key of keys) {
    const count = Number(view.getBigInt64(at, true));
    const start = at + 8;
    at = start + count * bytesOf[pickles.storageKinds.get(key)!];
    if (!(at <= bytes.length)) throw notPyTorch("it ends within its numbers");
    // Copied, since the numbers need not lie at a multiple of four bytes.
    storages.set(
      key,
      new Float32Array(new Uint8Array(bytes.subarray(start, start + 4 * count)).buffer),
    );
  }
  const floats = [...named].filter(([, { storage }]) =>
    pickles.storageKinds.get(storage) === "FloatStorage"
  );
  return new Map(floats.map(([name, one]) => [name, tensorOf(one, storages)]));
}

/** The numbers of a tensor in the order of its axes: in its storage they may lie in another one. */
function tensorOf(
  { storage, offset, shape, strides }: Pending,
  storages: Map<string, Float32Array>,
): PyTorchTensor {
  const numbers = storages.get(storage)!;
  let places = [offset];
  shape.forEach((length, axis) => {
    places = places.flatMap((place) => Array.from({ length }, (_, k) => place + k * strides[axis]));
  });
  return { shape, values: Float32Array.from(places, (place) => numbers[place]) };
}

function notPyTorch(why: string): TypeError {
  return new TypeError(
    `readPyTorchFile(): the bytes must be a state_dict written before PyTorch 1.6, but ${why}`,
  );
}

/** Where a list of arguments begins on the stack. */
const mark = Symbol("mark");

/** Reads pickles one after the other: the opcodes that files of weights use (Python's pickletools). */
class Unpickler {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  position = 0;
  /** Kind of each storage that a tensor named. */
  readonly storageKinds = new Map<string, string>();

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** The value of the next pickle. */
  next(): unknown {
    const stack: unknown[] = [];
    const memo = new Map<number, unknown>();
    const sinceMark = () => {
      const start = stack.lastIndexOf(mark);
      return stack.splice(start).slice(1);
    };
    const take = (count: number) => stack.splice(stack.length - count);
    for (;;) {
      const opcode = this.#byte();
      switch (opcode) {
        case 0x80: // PROTO
          this.#byte();
          break;
        case 0x2e: // STOP
          return stack.pop();
        case 0x28: // MARK
          stack.push(mark);
          break;
        case 0x4e: // NONE
          stack.push(null);
          break;
        case 0x88: // NEWTRUE
        case 0x89: // NEWFALSE
          stack.push(opcode === 0x88);
          break;
        case 0x4b: // BININT1
          stack.push(this.#byte());
          break;
        case 0x4d: // BININT2
          stack.push(this.#number(2));
          break;
        case 0x4a: // BININT
          stack.push(this.#number(4) | 0);
          break;
        case 0x8a: // LONG1
          stack.push(this.#text(this.#byte()));
          break;
        case 0x58: // BINUNICODE
          stack.push(this.#text(this.#number(4)));
          break;
        case 0x7d: // EMPTY_DICT
          stack.push(new Map());
          break;
        case 0x5d: // EMPTY_LIST
          stack.push([]);
          break;
        case 0x29: // EMPTY_TUPLE
          stack.push([]);
          break;
        case 0x85: // TUPLE1
          stack.push(take(1));
          break;
        case 0x86: // TUPLE2
          stack.push(take(2));
          break;
        case 0x87: // TUPLE3
          stack.push(take(3));
          break;
        case 0x74: // TUPLE
          stack.push(sinceMark());
          break;
        case 0x65: { // APPENDS
          const items = sinceMark();
          (stack.at(-1) as unknown[]).push(...items);
          break;
        }
        case 0x73: // SETITEM
        case 0x75: { // SETITEMS
          const pairs = opcode === 0x73 ? take(2) : sinceMark();
          const map = stack.at(-1) as Map<unknown, unknown>;
          for (let k = 0; k < pairs.length; k += 2) map.set(pairs[k], pairs[k + 1]);
          break;
        }
        case 0x71: // BINPUT
          memo.set(this.#byte(), stack.at(-1));
          break;
        case 0x72: // LONG_BINPUT
          memo.set(this.#number(4), stack.at(-1));
          break;
        case 0x68: // BINGET
          stack.push(memo.get(this.#byte()));
          break;
        case 0x6a: // LONG_BINGET
          stack.push(memo.get(this.#number(4)));
          break;
        case 0x63: // GLOBAL
          stack.push(`${this.#line()}.${this.#line()}`);
          break;
        case 0x51: // BINPERSID
          stack.push(this.#storage(stack.pop() as unknown[]));
          break;
        case 0x52: { // REDUCE
          const [name, args] = take(2);
          stack.push(made(name as string, args as unknown[]));
          break;
        }
        case 0x62: // BUILD: attributes of a dictionary, such as its version
          stack.pop();
          break;
        default:
          throw notPyTorch(`byte ${opcode} at ${this.position - 1} is no part of one`);
      }
    }
  }

  /** A storage is named by ("storage", its kind, its key, …). */
  #storage([what, kind, key]: unknown[]): string {
    const name = String(kind).split(".").at(-1)!;
    if (what !== "storage" || !(name in bytesOf)) throw notPyTorch(`it has a storage ${kind}`);
    this.storageKinds.set(key as string, name);
    return key as string;
  }

  #byte(): number {
    if (this.position >= this.#bytes.length) throw notPyTorch("it ends too soon");
    return this.#bytes[this.position++];
  }

  #number(bytes: 2 | 4): number {
    const at = this.position;
    if (at + bytes > this.#bytes.length) throw notPyTorch("it ends too soon");
    this.position += bytes;
    return bytes === 2 ? this.#view.getUint16(at, true) : this.#view.getUint32(at, true);
  }

  #text(length: number): string {
    this.position += length;
    return new TextDecoder().decode(this.#bytes.subarray(this.position - length, this.position));
  }

  #line(): string {
    const end = this.#bytes.indexOf(0x0a, this.position);
    if (end < 0) throw notPyTorch("it ends too soon");
    const line = this.#text(end - this.position);
    this.position++;
    return line;
  }
}

/** The result of one of the two functions that a file of weights calls. */
function made(name: string, args: unknown[]): unknown {
  if (name === "collections.OrderedDict") return new Map();
  if (name === "torch._utils._rebuild_tensor_v2") {
    const [storage, offset, shape, strides] = args;
    return { storage, offset, shape, strides };
  }
  throw notPyTorch(`it asks for the function ${name}`);
}
