import { EigenvalueDecomposition, Matrix } from "ml-matrix";

/** Eigenvalues in rising order, with the eigenvector [d] of each. */
export interface SymmetricEigen {
  values: number[];
  vectors: number[][];
}

/**
 * Eigenvalues and eigenvectors of a symmetric matrix [d, d], in float64.
 *
 * @throws {RangeError} when the matrix is empty, not square, or holds a number that is not finite
 */
export function symmetricEigen(matrix: readonly (readonly number[])[]): SymmetricEigen {
  const size = matrix.length;
  if (!(size > 0 && matrix.every((row) => row.length === size && row.every(Number.isFinite)))) {
    throw new RangeError(
      `symmetricEigen(): needs a square matrix of finite numbers, received ${size} rows of ` +
        `${matrix[0]?.length ?? 0}`,
    );
  }
  const rows = matrix.map((row) => [...row]);
  const found = new EigenvalueDecomposition(new Matrix(rows), { assumeSymmetric: true });
  const vectors = found.eigenvectorMatrix.transpose().to2DArray();
  const order = [...found.realEigenvalues.keys()].sort((a, b) =>
    found.realEigenvalues[a] - found.realEigenvalues[b]
  );
  return {
    values: order.map((k) => found.realEigenvalues[k]),
    vectors: order.map((k) => vectors[k]),
  };
}
