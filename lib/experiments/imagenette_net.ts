import { efficientNetLite0, useImagenetWeights } from "../models/efficientnet_lite0.ts";
import { tf } from "../tensorflow/tf.ts";
import { pretrainedOnImagenet } from "./pretrained.ts";

/** ImageNet's numbers of Imagenette's classes, in the order of Imagenette's labels. */
const classNumbers = [0, 217, 482, 491, 497, 566, 569, 571, 574, 701];

/** EfficientNet-Lite0 as it was trained on ImageNet, asked for nothing but the classes of Imagenette. */
export function imagenetteNet(size: number): tf.LayersModel {
  const model = pretrainedOnImagenet(size).build({ outputs: 10, seed: 1, momentum: 0.9 });
  const whole = efficientNetLite0({ image: [size, size, 3], seed: 1 });
  useImagenetWeights(whole);
  tf.tidy(() => {
    const [kernel, bias] = whole.getLayer("logits").getWeights();
    const columns = tf.tensor1d(classNumbers, "int32");
    model.getLayer("logits").setWeights([kernel.gather(columns, 1), bias.gather(columns)]);
  });
  whole.dispose();
  return model;
}
