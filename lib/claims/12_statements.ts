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
    because:
      "on digits a small VGG was fine-tuned better with it, at a rate that it does not bear without; photographs were not tried",
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
      "on digits, for the judgement after few steps; photographs at 64 pixels did not show it; what is " +
      "learned is the same",
    data: `${digits}; ${negatives}`,
    claims: ["12-slow-far", "12-same-learning", "12-photographs-near", "12-photographs-far"],
  },
  {
    says: "… or there are only a few thousand images",
    source: article,
    verdict: "right",
    because: "few images are few steps in an epoch, and steps decide how much is left of the old",
    data: `arithmetic; ${digits}`,
    claims: ["12-memory", "12-law-predicts"],
  },
  {
    says: "… or the batch is small",
    source: article,
    verdict: "imprecise",
    because:
      "in an epoch a small batch takes more steps; that its statistics are noisier speaks for 0.99",
    data: "arithmetic; nothing was measured at equal images",
    claims: ["12-memory"],
  },
  {
    says: "Now the learning of such model looks much better",
    source: article,
    verdict: "right",
    because: "it looks so, on digits",
    data: digits,
    claims: ["12-slow-far", "12-fast-far"],
  },
  {
    says: "… so the layers will learn a bit faster",
    source: article,
    verdict: "wrong",
    because: "no gradient reads the running statistics; the judgement gets better, not the network",
    data: digits,
    claims: ["12-same-learning"],
  },
  {
    says: "Imagenette is fitted easily, its statistics are like the original ones",
    source: article,
    verdict: "not decided",
    because:
      "at 64 pixels new statistics ruin the network, at 192 they cost a little; 224 could not be had",
    data: "photographs at 64 pixels, and enlarged",
    claims: ["12-photographs-near", "12-adapted-photographs", "12-adapted-large"],
  },
  {
    says: "Re-inject the batch normalization layers with another momentum",
    source: article,
    verdict: "right",
    because:
      "if all four tensors come along; without the statistics most answers are wrong in inference, for a while",
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
    because:
      "in pairs it was level with batch normalization, whose convolutions share their statistics over many places",
    data: digits,
    claims: ["12-renorm-in-pairs"],
  },
  {
    says: "Group normalization looks better than classic batch normalization",
    source: article,
    verdict: "not decided",
    because: "level with it or behind in pairs, in a small VGG, at one rate",
    data: digits,
    claims: ["12-group-in-pairs"],
  },
  {
    says: "Starting with a model of ImageNet is sometimes not optimal",
    source: article,
    verdict: "not decided",
    because:
      "with fifty coloured digits pre-training is worth much, with 5,000 it is not told apart from none; medical images could not be had",
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
    verdict: "right",
    because: "in 2017, of PyTorch and Keras; since then Keras has stopped, and fast.ai 2 has begun",
    data: step,
    claims: ["11-frameworks", "11-tensorflow-js"],
  },
  {
    says: "Updating them was never a good idea",
    source: forum,
    verdict: "imprecise",
    because: "on photographs at 64 pixels it was not; on paler digits it was",
    data: "digits; photographs",
    claims: ["12-head-moving", "12-photographs-moving"],
  },
  {
    says: "Fully freeze it, always, if the layers above are not tuned",
    source: forum,
    verdict: "imprecise",
    because:
      "on photographs at 64 pixels yes; a head for paler digits is better behind statistics that move",
    data: "digits; photographs",
    claims: ["12-head-moving", "12-photographs-moving"],
  },
  {
    says:
      "Maybe: few images whose colours are not ImageNet's; freeze the weights, take mean and sd anew",
    source: forum,
    verdict: "imprecise",
    because:
      "it brings paler digits back, and photographs of little contrast; under a colour cast it repairs no " +
      "more than it costs",
    data: "digits; photographs under a colour cast, 128 to 512 of them",
    claims: [
      "12-adapted-near",
      "12-adapted-contrast",
      "12-adapted-colour",
      "12-adapted-colour-large",
    ],
  },
  {
    says: "Some architectures like Inception seem to absolutely require frozen statistics",
    source: forum,
    verdict: "not decided",
    because:
      "EfficientNet-Lite0 loses by new ones: most at 64 pixels, a little at 192; Inception was not tried",
    data: "photographs",
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
    verdict: "imprecise",
    because:
      "so it is on coloured digits; for paler ones fifty were enough to take statistics anew",
    data: digits,
    claims: ["12-fixed-few", "12-fixed-fewer", "12-fixed-near"],
  },
  {
    says: "Freeze the first N blocks, and let all batch normalization learn",
    source: forum,
    verdict: "imprecise",
    because: "on paler digits as good as freezing nothing, on coloured ones behind it",
    data: digits,
    claims: ["12-half-near", "12-half-far"],
  },
];
