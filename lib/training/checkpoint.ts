import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import v8 from "node:v8";
import { read } from "../tensorflow/read.ts";
import { device, tf } from "../tensorflow/tf.ts";
import type { History, Piece } from "./history.ts";

/** Where a long run is kept, and how often it is written. */
export interface CheckpointOptions {
  path: string;
  /** Seconds between two writings. Default 30. */
  everySeconds?: number;
}

/** A run that is kept. */
interface Kept extends CheckpointOptions {
  /** What tells this training from another one. */
  training: Record<string, unknown>;
  histories: History[];
  /** All that the run changes. */
  variables: () => tf.Variable[];
  /** Whether the run is also kept by {@linkcode Checkpoint.saveLater}, for devices that are read later. */
  savedLater?: boolean;
}

interface Content {
  training: Record<string, unknown>;
  shapes: number[][];
  values: ArrayLike<number>[];
  histories: unknown[];
}

/**
 * A file with weights, state of the update rules and histories of a run. It is replaced in one go,
 * so that there is always a whole one.
 */
export class Checkpoint {
  readonly #run: Kept;
  #written = performance.now();

  /** @throws {RangeError} where values cannot be read while a run goes on, and nobody saves it later */
  constructor(run: Kept) {
    if (!device.readsSynchronously && !run.savedLater) {
      throw new RangeError("checkpoint: this device cannot be read during a run: leave it out");
    }
    this.#run = run;
  }

  /**
   * Takes over what the file has, if there is one.
   *
   * @throws {Error} when the file is of another training, or no checkpoint
   */
  load(): void {
    const { path, histories } = this.#run;
    const content = this.#read();
    if (!content) return;
    const variables = this.#run.variables();
    const mine = { training: this.#run.training, shapes: variables.map(({ shape }) => shape) };
    const { training, shapes } = content;
    if (!isDeepStrictEqual(plain({ training, shapes }), plain(mine))) {
      throw new Error(
        `checkpoint: ${path} must be of this training, but it is of another one ` +
          `(${JSON.stringify(training)} instead of ${JSON.stringify(mine.training)}): ` +
          "delete it, or name another file",
      );
    }
    tf.tidy(() =>
      variables.forEach((variable, k) => {
        const { shape, dtype } = variable;
        variable.assign(tf.tensor(content.values[k] as Float32Array, shape, dtype));
      })
    );
    histories.forEach((history, k) => history.restore(content.histories[k]));
  }

  /** Writes the file when the last time was long enough ago. */
  saveIfDue(): void {
    const { everySeconds = 30 } = this.#run;
    if (performance.now() - this.#written >= 1000 * everySeconds) this.save();
  }

  /** Writes the file, where the device is read at once. */
  save(): void {
    if (!device.readsSynchronously) return;
    this.#write(this.#run.variables().map((variable) => variable.dataSync()));
  }

  /** Writes the file, on every device. */
  async saveLater(): Promise<void> {
    await Promise.all(this.#run.histories.map(readNow));
    this.#write(await Promise.all(this.#run.variables().map(read)));
  }

  #write(values: ArrayLike<number>[]): void {
    const { path, training, histories } = this.#run;
    const shapes = this.#run.variables().map(({ shape }) => shape);
    const content: Content = {
      ...{ training, shapes, values },
      histories: histories.map((history) => history.saved()),
    };
    Deno.mkdirSync(dirname(path), { recursive: true });
    Deno.writeFileSync(`${path}.part`, v8.serialize(content));
    Deno.renameSync(`${path}.part`, path);
    this.#written = performance.now();
  }

  #read(): Content | undefined {
    const { path } = this.#run;
    let bytes: Uint8Array;
    try {
      bytes = Deno.readFileSync(path);
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return undefined;
      throw error;
    }
    try {
      return v8.deserialize(bytes);
    } catch {
      throw new Error(`checkpoint: ${path} is not a checkpoint, or it is broken: delete it`);
    }
  }
}

/** Brings here what a history has left on the device. */
async function readNow(history: History): Promise<void> {
  const saved = history.saved() as { scores: Map<number, Noted>; probes: Noted[] };
  for (const noted of [...saved.scores.values(), ...saved.probes]) {
    const { piece } = noted;
    if (!(piece instanceof tf.Tensor)) continue;
    noted.piece = await read(piece);
    piece.dispose();
  }
}

/** What a history noted: the saved ones are its own. */
interface Noted {
  piece: Piece;
}

/** As it would come out of a file. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
