import type { Statement } from "./statement.ts";

const article = "M. Lukac 2020";
const forum = "fast.ai's forum 2017";
const digits = "digits (stand-in)";
const negatives = "photographs; negatives stand in for tissue";
const step = "one training step";

/** What the two documents about fine-tuning say that lessons 11 and 12 grew from. */
export const statements: readonly Statement[] = [
  {
    says: "AlexNet or VGG were much easier to fine-tune, they contain no batch normalization",
    source: article,
    verdict: "not decided",
    because: "PENDING",
    data: digits,
    claims: ["12-without-norm"],
  },
  {
    says: "A frozen layer of Keras continued to use the statistics of the mini-batch",
    source: article,
    verdict: "right",
    because: "of Keras with TensorFlow 1, from version 2.1.3",
    data: "one training step; digits, photographs",
    claims: ["11-frameworks", "11-kept-batch-statistics", "11-photographs-far"],
  },
  {
    says: "TensorFlow 2 behaves better when it is frozen",
    source: article,
    verdict: "right",
    because: "`trainable = False` normalizes by the running statistics",
    data: step,
    claims: ["11-frameworks"],
  },
  {
    says: "The default gamma is 0.9 in PyTorch and 0.99 in TensorFlow",
    source: article,
    verdict: "imprecise",
    because:
      "the numbers are right; the parameter is momentum, γ is another one, and PyTorch writes 0.1",
    data: step,
    claims: ["11-frameworks", "12-memory"],
  },
  {
    says: "0.99 is not optimal where the data are of another domain",
    source: article,
    verdict: "imprecise",
    because:
      "for the judgement after few steps, on digits; on photographs at 64 pixels it did as well or " +
      "better; what is learned is the same",
    data: `${digits}; ${negatives}`,
    claims: ["12-slow-far", "12-same-learning", "12-photographs-near", "12-photographs-far"],
  },
  {
    says: "… or there are only a few thousand images, or the batch is small",
    source: article,
    verdict: "imprecise",
    because: "the number of steps decides; in an epoch a small batch takes more of them",
    data: digits,
    claims: ["12-memory", "12-law-predicts"],
  },
  {
    says: "With 0.9 the learning looks much better",
    source: article,
    verdict: "imprecise",
    because: "the judgement does; the weights are the same",
    data: digits,
    claims: ["12-same-learning", "12-law-predicts"],
  },
  {
    says: "Imagenette is fitted easily, its statistics are like the original ones",
    source: article,
    verdict: "not decided",
    because: "not at 64 pixels, where its statistics are others",
    data: "photographs at 64 pixels; at their own size they could not be had",
    claims: ["12-photographs-near", "12-adapted-photographs"],
  },
  {
    says: "Re-inject the batch normalization layers with another momentum",
    source: article,
    verdict: "right",
    because: "if all four tensors come along; without the statistics the network is lost",
    data: digits,
    claims: ["12-replaced", "12-forgotten"],
  },
  {
    says: "base_model(inputs, training=False) stops the statistics",
    source: article,
    verdict: "right",
    because: "and γ and β still learn",
    data: step,
    claims: ["11-frameworks"],
  },
  {
    says: "Statistics are still changing even if base_model.trainable = False",
    source: article,
    verdict: "wrong",
    because: "not in TensorFlow 2, which the article is about",
    data: step,
    claims: ["11-frameworks"],
  },
  {
    says: "Batch renormalization is very promising for small batches",
    source: article,
    verdict: "not decided",
    because: "PENDING",
    data: digits,
    claims: ["12-renorm-in-pairs"],
  },
  {
    says: "Group normalization looks better than classic batch normalization",
    source: article,
    verdict: "not decided",
    because: "PENDING",
    data: digits,
    claims: ["12-group-in-pairs"],
  },
  {
    says: "Starting with a model of ImageNet is sometimes not optimal",
    source: article,
    verdict: "not decided",
    because: "PENDING",
    data: digits,
    claims: ["12-pretrained-few", "12-pretrained-many"],
  },
  {
    says: "requires_grad = False does nothing for the running mean and sd",
    source: forum,
    verdict: "right",
    because: "in PyTorch, then and now",
    data: step,
    claims: ["11-frameworks"],
  },
  {
    says: "Every library except fastai updates the statistics of frozen layers",
    source: forum,
    verdict: "imprecise",
    because: "of PyTorch and of Keras before 2.1.3; later Keras stopped, and fast.ai 2 began",
    data: step,
    claims: ["11-frameworks", "11-tensorflow-js"],
  },
  {
    says: "Updating them was never a good idea",
    source: forum,
    verdict: "imprecise",
    because: "PENDING",
    data: "digits; photographs",
    claims: ["12-head-moving", "12-photographs-moving"],
  },
  {
    says: "Fully freeze it, always, if the layers above are not tuned",
    source: forum,
    verdict: "imprecise",
    because: "PENDING",
    data: "digits; photographs",
    claims: ["12-head-moving", "12-photographs-moving"],
  },
  {
    says: "Few images whose colours are not ImageNet's: freeze the weights, take mean and sd anew",
    source: forum,
    verdict: "imprecise",
    because:
      "paler digits come back, and photographs of little contrast at the size that the net knows; " +
      "those under a colour cast at 64 pixels do not",
    data: "digits; photographs under a colour cast",
    claims: ["12-adapted-near", "12-adapted-contrast", "12-adapted-colour"],
  },
  {
    says: "Some architectures like Inception absolutely require frozen statistics",
    source: forum,
    verdict: "not decided",
    because: "EfficientNet-Lite0 at 64 pixels needs them, at the size of its training hardly",
    data: "EfficientNet-Lite0 on photographs; Inception was not tried",
    claims: [
      "11-photographs-fall",
      "11-photographs-gain",
      "12-adapted-photographs",
      "12-adapted-large",
    ],
  },
  {
    says: "With few images leave the statistics; with many of another kind unfreeze",
    source: forum,
    verdict: "not decided",
    because: "PENDING",
    data: digits,
    claims: ["12-fixed-few", "12-all-many"],
  },
  {
    says: "Freeze the first N blocks, and let all batch normalization learn",
    source: forum,
    verdict: "not decided",
    because: "PENDING",
    data: digits,
    claims: ["12-half-near", "12-half-far"],
  },
];
