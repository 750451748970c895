/**
 * A seed for part `index` of something that has seed `seed`: different parts and different
 * seeds get unrelated streams (mixing function of SplitMix32, Steele et al. 2014).
 */
export function seedFor(seed: number, index: number): number {
  let z = (Math.imul(seed, 0x85ebca6b) + Math.imul(index + 1, 0x9e3779b9)) | 0;
  z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
  z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
  return (z ^ (z >>> 15)) >>> 0;
}
