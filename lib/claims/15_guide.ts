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
    advice: "normalize, or watch the sizes",
    because: "its own gain is an unstable resting point: a little more than 1 grows",
    figure: "05_good_initialization/gelu-unstable",
    claims: ["05-gelu-grows"],
  },
  {
    situation: "many blocks with shortcuts",
    advice: "branches over √L, or α from 0, or a normalization in the branch",
    because: "as they are they double their mean square in each block, and fifty do not learn",
    figure: "06_limits_of_initialization/fifty-blocks",
    claims: ["06-residual-fails", "06-scaled-learns", "06-skip-init-learns", "06-deep-normalized"],
  },
  {
    situation: "batches of 16 and more, mixed well, not much deeper than ten layers",
    advice: "batch normalization, and then a larger rate than before",
    because:
      "it bears ten times the rate; at the old rate it can be slower; thirty layers are too many",
    figure: "09_why_it_works/rates",
    claims: [
      "09-bears-more",
      "09-slower-at-small-rates",
      "10-batch-of-sixteen",
      "09-thirty-is-too-deep",
    ],
  },
  {
    situation: "few numbers share a mean: two to four examples without places",
    advice: "two: layer or group normalization; four: those, or batch renormalization",
    because:
      "in pairs training fails with batch normalization, and exact statistics do not mend it; with four it loses three points",
    figure: "10_other_normalizations/batch-size",
    claims: ["10-batch-of-two", "10-running-is-not", "10-renorm-of-four"],
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
    advice: "behind the last activation; one half before each normalization harms",
    because:
      "it shifts variances, as the figure shows, and the training suffers with many examples; at the end it helps a little with few",
    figure: "10_other_normalizations/variance-shift",
    claims: ["10-shift-at-50", "10-before-harms", "10-last-is-fine", "10-last-helps-few"],
  },
  {
    situation: "a curve in training and a bad one in use",
    advice: "judge the same images twice: as trained, and in inference",
    because:
      "a large difference points to the statistics; no difference does not acquit them: judge with the old ones too",
    figure: "11_frozen_or_inference/two-judgements",
    claims: ["11-kept-batch-statistics", "11-moved-statistics", "12-photographs-moving"],
  },
  {
    situation: "momentum 0.99, fewer than some 500 steps on a new domain",
    advice:
      "0.9, or statistics taken anew, if the new ones are better for this network (next line)",
    because:
      "0.99 to the power of the steps is left of the old ones; on digits that hurt the judgement, on photographs of 64 pixels it helped",
    figure: "12_momentum_and_domain/two-momenta",
    claims: ["12-memory", "12-slow-far", "12-same-learning", "12-photographs-near"],
  },
  {
    situation: "a new domain, few labels",
    advice:
      "take statistics anew, and judge both on a few hundred labelled images; if you cannot, keep the old ones",
    because: "new ones brought paler digits back, and ruined photographs of 64 pixels",
    figure: "12_momentum_and_domain/adapted-digits",
    claims: ["12-adapted-near", "12-adapted-photographs", "12-adapted-contrast"],
  },
  {
    situation: "photographs much smaller than the network knows",
    advice: "running statistics in training too (inference mode), also when you unfreeze",
    because: "at 64 pixels new ones do harm by themselves; more images did not mend it",
    figure: "12_momentum_and_domain/adapted-photographs",
    claims: ["12-photographs-moving", "11-photographs-fall", "11-photographs-gain"],
  },
  {
    situation: "few images of another kind (digits)",
    advice: "let everything learn, with fixed statistics",
    because:
      "so it was best on coloured digits; with fifty photographs everything added nothing to the head",
    figure: "12_momentum_and_domain/sizes-far",
    claims: ["12-fixed-few", "12-fixed-fewer", "12-photographs-all"],
  },
  {
    situation: "images that differ by contrast and brightness",
    advice:
      "on digits let everything learn, statistics too; on photographs take statistics anew first, and judge",
    because: "fifty paler digits were enough; photographs of 64 pixels lost by new statistics",
    figure: "12_momentum_and_domain/sizes-near",
    claims: ["12-fixed-near", "12-head-moving", "12-adapted-photographs", "12-adapted-contrast"],
  },
  {
    situation: "a new head on a frozen body",
    advice: "let γ and β learn with it; then try everything at a large rate, not only at a low one",
    because:
      "on breeds of dogs a rate ten times as large was worth seven points; three epochs of γ, β and the head before " +
      "it two more",
    figure: "13_freeze_and_unfreeze/rate-and-order",
    claims: ["13-both-first", "13-rate-after", "13-order-fast", "13-on-digits"],
  },
  {
    situation: "a network whose weights you may not change",
    advice: "γ, β and a last layer; freeze before the first step",
    because: "less than one number in a hundred, and far ahead of the last layer alone",
    figure: "14_only_normalization/learning-parts",
    claims: ["14-with-norm", "14-over-last", "14-frozen-before"],
  },
];
