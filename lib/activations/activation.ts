/** An activation function φ with its derivative φ', as plain float64 functions of one pre-activation. */
export interface Activation {
  /** Name as tf.layers knows it (`"swish"` is what TensorFlow.js calls SiLU). */
  readonly name: string;
  /** Name as the reader sees it. */
  readonly title: string;
  /** φ(u). */
  value(u: number): number;
  /** φ'(u); at a kink, the derivative from the left. */
  derivative(u: number): number;
}
