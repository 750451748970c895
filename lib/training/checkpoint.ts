import { dirname } from "node:path";
import { isDeepStrictEqual } from "node:util";
import v8 from "node:v8";
import { device, tf } from "../tensorflow/tf.ts";
import type { History } from "./history.ts";

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

  /** @throws {RangeError} on WebGPU, where values cannot be read while a run goes on */
  constructor(run: Kept) {
    if (!device.readsSynchronously) {
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

  /** Writes the file. */
  save(): void {
    const { path, training, histories } = this.#run;
    const variables = this.#run.variables();
    const content: Content = {
      training,
      shapes: variables.map(({ shape }) => shape),
      values: variables.map((variable) => variable.dataSync()),
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

/** As it would come out of a file. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
