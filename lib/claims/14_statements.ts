import type { Statement } from "./statement.ts";

const page = "Taking Batchnorm for granted";
const digits = "digits";
const cifar = "CIFAR-10 at 16 pixels, ResNet-14 for the most part, one to eight epochs";

/** What the page says that lesson 14 grew from; the last nine are its list. */
export const statements: readonly Statement[] = [
  {
    says: "Only around .48 % of the data is used",
    source: page,
    verdict: "imprecise",
    because: "of the parameters; all images are used",
    data: "arithmetic",
    claims: ["14-published"],
  },
  {
    says: "The loop makes sure that only batch normalization is trained",
    source: page,
    verdict: "wrong",
    because: "it freezes after the first step, and with momentum and zeroed gradients for longer",
    data: "twenty steps in PyTorch",
    claims: ["14-frozen-before", "14-frozen-after", "14-coasting", "14-stopping"],
  },
  {
    says: "ResNet-110: 92 % with everything, 68 % with batch normalization alone",
    source: page,
    verdict: "not decided",
    because: "not run at that size; here the order is the same, with everything far ahead",
    data: cifar,
    claims: ["14-all-over", "14-all-over-longer", "14-over-last"],
  },
  {
    says: "ε is a very small number which will prevent our values from becoming 0",
    source: page,
    verdict: "wrong",
    because: "it keeps the divisor from 0; it makes values smaller where the variance is small",
    data: "one feature",
    claims: ["08-output-sd"],
  },
  {
    says: "Instead of just the individual mean, we take a running mean",
    source: page,
    verdict: "wrong",
    because:
      "in training it is the batch's; running statistics are for inference, and nothing learns from them",
    data: digits,
    claims: ["12-same-learning", "12-slow-far"],
  },
  {
    says: "1. Batch normalization learns to disable features, which imposes sparsity",
    source: page,
    verdict: "not decided",
    because:
      "after two epochs one γ in a hundred is within 0.01 of 0, after eight hardly more, while the paper trained for " +
      "160; a quarter of the features can go already",
    data: cifar,
    claims: ["14-small", "14-small-longer", "14-quarter-gone", "14-quarter-longer"],
  },
  {
    says: "2. Affine parameters play a really important role",
    source: page,
    verdict: "imprecise",
    because:
      "where nothing else learns; where everything does, they bring two points at most, perhaps none",
    data: cifar,
    claims: ["14-over-last", "14-affine"],
  },
  {
    says: "3. The layer helps the network to learn a better representation",
    source: page,
    verdict: "right",
    because:
      "a head behind random convolutions is much better where γ and β learned with it; as many other weights " +
      "help too, a little less",
    data: cifar,
    claims: ["14-with-norm", "14-both-over-others"],
  },
  {
    says: "4. Random features play an important role",
    source: page,
    verdict: "right",
    because: "all convolutions were random, and four in ten photographs were told",
    data: cifar,
    claims: ["14-four-in-ten", "14-on-digits"],
  },
  {
    says: "5. Batch normalization before the activation is better",
    source: page,
    verdict: "not decided",
    because:
      "the means are the other way round, with zero in both intervals; more than three points ahead is excluded",
    data: cifar,
    claims: ["14-before", "14-before-all"],
  },
  {
    says: "6. If only it is trained, depth helps more than width",
    source: page,
    verdict: "not decided",
    because: "from 14 layers on, in one epoch, it is width that helps; the paper trained for 160",
    data: cifar,
    claims: ["14-deeper-helps", "14-wider-helps", "14-deeper-or-wider"],
  },
  {
    says: "7. Many features can be removed without affecting the values much",
    source: page,
    verdict: "imprecise",
    because:
      "a quarter, where γ and β alone had learned; not where everything had, at a tenth of the rate",
    data: cifar,
    claims: ["14-quarter-gone", "14-quarter-of-all"],
  },
  {
    says: "8. Shortcuts may throttle performance, as they cannot use batch normalization properly",
    source: page,
    verdict: "not decided",
    because:
      "nets with the usual shortcuts are ahead, but they have more γ and β; with as many, one epoch does not decide",
    data: cifar,
    claims: ["14-shortcuts", "14-shortcuts-all", "14-equally-many", "14-own-norms"],
  },
  {
    says: "9. Do not take batch normalization for granted",
    source: page,
    verdict: "right",
    because: "nor a loop that freezes it",
    data: "this course",
    claims: ["14-frozen-after", "09-shift-remains", "11-frameworks"],
  },
];
