/** What to do in a situation. */
export interface Advice {
  situation: string;
  advice: string;
  because: string;
  /** The figure that shows it: lesson and name, as in `figures/`. */
  figure: string;
  /** Ids of the claims that bear it out. */
  claims: readonly string[];
}

/** Which initialization, which normalization, what to freeze, which momentum; first things first. */
export const guide: readonly Advice[] = [
  {
    situation: "inputs",
    advice: "centre them, and divide all by one number",
    because: "a mean costs learning rate; equal variances for each pixel add little",
    figure: "02_inputs/pixels-by-rate",
    claims: ["02-centred-pixels", "02-pixel-scale", "02-equal-variances"],
  },
  {
    situation: "ReLU, no normalization",
    advice: "n·Var(W) = 2 by fan-in; orthogonal if it is deep",
    because: "thirty layers begin to learn, which Glorot's do not",
    figure: "05_good_initialization/thirty-layers",
    claims: ["05-he-starts", "05-glorot-stalls", "05-orthogonal-is-better"],
  },
  {
    situation: "tanh, no normalization",
    advice: "n·Var(W) = 1: it fades slowly and does not end; look at your layers",
    because: "the mean square of outputs falls like 1/(2·depth), not by a factor a layer",
    figure: "05_good_initialization/tanh-decay",
    claims: ["05-tanh-decays-10", "05-tanh-decays-50"],
  },
  {
    situation: "GELU, deep",
    advice: "normalize",
    because: "its own gain is no resting point: a little more than 1 grows",
    figure: "05_good_initialization/gelu-unstable",
    claims: ["05-gelu-grows"],
  },
  {
    situation: "many blocks with shortcuts",
    advice: "branches over √L, or α = 0, or a normalization in the branch",
    because: "as they are they double their mean square in each block, and do not learn",
    figure: "06_limits_of_initialization/fifty-blocks",
    claims: ["06-residual-fails", "06-scaled-learns", "06-skip-init-learns", "06-deep-normalized"],
  },
  {
    situation: "batches of 16 and more, mixed well",
    advice: "batch normalization, and then a larger rate than before",
    because: "it bears ten times the rate; at the old rate it can be slower",
    figure: "09_why_it_works/rates",
    claims: ["09-bears-more", "09-slower-at-small-rates"],
  },
  {
    situation: "few numbers share a mean: two to four examples without places",
    advice: "layer or group normalization, or batch renormalization",
    because: "the training fails with batch normalization, and exact statistics do not help it",
    figure: "10_other_normalizations/batch-size",
    claims: ["10-batch-of-two", "10-renorm-of-four", "10-training-is-to-blame"],
  },
  {
    situation: "small batches of images",
    advice: "count the numbers that share a mean: batch normalization may do",
    because: "a convolution shares it over all places",
    figure: "12_momentum_and_domain/small-batches",
    claims: ["10-two-images-are-many", "10-two-numbers-are-two"],
  },
  {
    situation: "a large batch from several devices, or in parts",
    advice: "normalize over all of it, or do not count on the large batch",
    because: "adding up gradients does not mend what each part was normalized by",
    figure: "10_other_normalizations/microbatches",
    claims: ["10-accumulation-does-not-help", "10-sorted-is-worse"],
  },
  {
    situation: "dropout beside batch normalization",
    advice: "behind the last activation, if at all",
    because: "before a normalization it harms with many examples; at the end it helps with few",
    figure: "10_other_normalizations/variance-shift",
    claims: ["10-before-harms", "10-last-is-fine", "10-last-helps-few"],
  },
  {
    situation: "a curve in training and a bad one in use",
    advice: "judge the same images twice: as trained, and in inference",
    because: "where the two differ it is the statistics; where not, it is something else",
    figure: "11_frozen_or_inference/two-judgements",
    claims: ["11-kept-batch-statistics", "11-moved-statistics"],
  },
  {
    situation: "momentum 0.99, fewer than some 500 steps on a new domain",
    advice: "0.9, or statistics taken anew before judging",
    because: "0.99ᵏ of the old statistics is left; no weight notices",
    figure: "12_momentum_and_domain/two-momenta",
    claims: ["12-memory", "12-slow-far", "12-fast-far", "12-same-learning"],
  },
  {
    situation: "a new domain, no labels",
    advice: "take statistics anew, and judge on a few labelled images",
    because: "it brought paler digits back, and ruined photographs of an unfamiliar size",
    figure: "12_momentum_and_domain/adapted-digits",
    claims: ["12-adapted-near", "12-adapted-photographs", "12-adapted-contrast"],
  },
  {
    situation: "photographs, a network used at a size that it does not know",
    advice: "running statistics in training too (inference mode), also when you unfreeze",
    because: "new ones do harm by themselves, with any number of images",
    figure: "12_momentum_and_domain/adapted-photographs",
    claims: ["12-photographs-moving", "11-photographs-fall", "11-photographs-gain"],
  },
  {
    situation: "few images of another kind",
    advice: "let everything learn, with fixed statistics",
    because: "a head alone cannot do it, and few images make bad statistics",
    figure: "12_momentum_and_domain/sizes-far",
    claims: ["12-fixed-few", "12-fixed-fewer"],
  },
  {
    situation: "images of a kind that differs by contrast and brightness",
    advice: "let everything learn, statistics too, with any number of images",
    because: "what differs is what a normalization takes out",
    figure: "12_momentum_and_domain/sizes-near",
    claims: ["12-fixed-near", "12-head-moving"],
  },
];
