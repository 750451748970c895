import { take } from "../tensorflow/read.ts";
import { tf } from "../tensorflow/tf.ts";

/** What an initializer really draws. */
export interface DefaultInitializerRow {
  initializer: string;
  /** What its name, and the paper behind it, say n·Var(W) is for a square matrix. */
  promised: number;
  /** n·Var(W) as measured. */
  measured: number;
}

/** Side of the square matrix that is drawn. */
export const drawnSide = 500;

const seed = 3;
/** TensorFlow.js' initializers, with the n·Var(W) that they promise for a square matrix. */
const initializers = {
  glorotUniform: {
    promised: 1,
    make: () => tf.initializers.glorotUniform({ seed }),
  },
  glorotNormal: {
    promised: 1,
    make: () => tf.initializers.glorotNormal({ seed }),
  },
  heUniform: { promised: 2, make: () => tf.initializers.heUniform({ seed }) },
  heNormal: { promised: 2, make: () => tf.initializers.heNormal({ seed }) },
  leCunNormal: { promised: 1, make: () => tf.initializers.leCunNormal({ seed }) },
};

/** Draws a matrix with each of TensorFlow.js' initializers and measures its n·Var(W). */
export async function defaultInitializers(): Promise<DefaultInitializerRow[]> {
  const squares = tf.tidy(() =>
    tf.stack(
      Object.values(initializers).map(({ make }) =>
        make().apply([drawnSide, drawnSide]).square().mean().mul(drawnSide)
      ),
    )
  );
  const values = await take(squares);
  return Object.entries(initializers).map(([initializer, { promised }], k) => ({
    ...{ initializer, promised, measured: values[k] },
  }));
}
