import type { Statement } from "./statement.ts";

const blog = "Batch norm and transfer learning (blog)";
const dogs = "Imagenette (stand-in for Pets) to Imagewoof, 64 pixels";

/** What the blog says that lesson 13 grew from. */
export const statements: readonly Statement[] = [
  {
    says: "Transfer learning allows faster training",
    source: blog,
    verdict: "imprecise",
    because:
      "all at once it is ahead after an epoch, after five not told apart; with three more epochs, frozen, before, it " +
      "is behind random weights at the low rate and ahead of them at the large one",
    data: dogs,
    claims: [
      "13-pretrained-begins",
      "13-pretrained-ends",
      "13-careful-is-behind",
      "13-careful-fast",
    ],
  },
  {
    says: "Without batch normalization the model performs poorly",
    source: blog,
    verdict: "imprecise",
    because:
      "with these first weights it guesses; with branches that begin at 0 it learns, and after five epochs at one rate " +
      "is no worse; what it cannot bear is the larger rate",
    data: dogs,
    claims: ["13-guesses", "13-taken-out", "13-from-zero", "13-same-rate", "13-rate-of-norm"],
  },
  {
    says: "It suffers from vanishing gradients, most tend towards zero after the first layer",
    source: blog,
    verdict: "imprecise",
    because:
      "they are small in the end; they began too large, and they fall towards the head, with batch " +
      "normalization too, while vanishing ones would fall towards the image",
    data: dogs,
    claims: ["13-explodes", "13-small-later", "13-small-with-norm"],
  },
  {
    says: "One sees the effect of batch normalization on how weights vary from batch to batch",
    source: blog,
    verdict: "imprecise",
    because:
      "each at its own rate they change more with it, at one rate less: it depends on the rate",
    data: dogs,
    claims: ["13-norm-moves-more", "13-norm-moves-less", "13-branches-stay"],
  },
  {
    says: "The loss is slightly less variable when γ and β learned before unfreezing",
    source: blog,
    verdict: "not decided",
    because: "not seen here; more than a twentieth steadier is excluded",
    data: dogs,
    claims: ["13-steadier"],
  },
  {
    says: "Significantly more changes in weights when the head alone had learned before",
    source: blog,
    verdict: "imprecise",
    because: "by the histograms of the source not to be seen; by length it is so, by six percent",
    data: dogs,
    claims: ["13-fewer-changes", "13-fewer-layers", "13-shorter-moves"],
  },
  {
    says: "This is consistent with Santurkar et al.: batch normalization makes a smoother model",
    source: blog,
    verdict: "not decided",
    because:
      "both networks had it all along, so the pictures cannot tell; asked directly, the gradient changes a little more",
    data: dogs,
    claims: ["13-turns", "09-steady-gradients"],
  },
  {
    says: "The plots shown were the most representative of the smoothing effect",
    source: blog,
    verdict: "not decided",
    because:
      "which ones they are representative of is not said; the direction is that of a tossed coin here",
    data: dogs,
    claims: ["13-fewer-layers"],
  },
  {
    says: "Batch normalization works by a smoother landscape, not by less covariate shift",
    source: `${blog}, after Santurkar et al. 2018`,
    verdict: "right",
    because: "steady distributions are not needed, and along the gradient the loss is smoother",
    data: "digits",
    claims: ["09-noisy-is-as-good", "09-long-steps", "09-equal-lengths"],
  },
];
