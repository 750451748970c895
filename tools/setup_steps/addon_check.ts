/** Set-up's last look at the compiled addon: TensorFlow's native library multiplies two matrices. */
import assert from "node:assert/strict";
import util from "node:util";

// The package calls two functions of node:util that Deno does not have.
Object.assign(util, { isNullOrUndefined: (x: unknown) => x == null, isArray: Array.isArray });
const tf = await import("@tensorflow/tfjs-node-gpu");

assert.equal(tf.getBackend(), "tensorflow");
const product = tf.matMul(tf.tensor2d([[2, 3], [5, 7]]), tf.tensor2d([[11, 13], [17, 19]]));
assert.deepEqual([...product.dataSync()], [73, 83, 174, 198]);
