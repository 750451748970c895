import { Matrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";

/**
 * The angles in degrees, largest first, between the subspaces that the rows of two matrices span
 * (Björck & Golub 1973): 0 where a direction is common to both, 90 where it is at right angles to the
 * other.
 *
 * @throws {RangeError} when the rows differ in length, there is none, or some depend on the others
 */
export function principalAngles(
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
): number[] {
  checkRows(first, second);
  const cosines = new SingularValueDecomposition(
    basis(first).transpose().mmul(basis(second)),
    { autoTranspose: true },
  ).diagonal;
  return cosines.map((cosine) => Math.acos(Math.min(1, cosine)) * 180 / Math.PI).reverse();
}

/**
 * Vectors, projected onto the subspace that the rows of a matrix span: the nearest that it has.
 *
 * @throws {RangeError} as {@linkcode principalAngles}
 */
export function projections(
  vectors: readonly (readonly number[])[],
  rows: readonly (readonly number[])[],
): number[][] {
  checkRows(vectors, rows);
  const onto = basis(rows);
  const coordinates = new Matrix(vectors.map((one) => [...one])).mmul(onto);
  return coordinates.mmul(onto.transpose()).to2DArray();
}

function checkRows(
  first: readonly (readonly number[])[],
  second: readonly (readonly number[])[],
): void {
  const width = first[0]?.length;
  const all = [...first, ...second];
  if (width > 0 && second.length > 0 && all.every((row) => row.length === width)) return;
  throw new RangeError("subspace: both matrices must have rows, all of one length");
}

/** Orthonormal columns [width, rows] that span what the rows span. */
function basis(rows: readonly (readonly number[])[]): Matrix {
  const columns = new Matrix(rows.map((row) => [...row])).transpose();
  const qr = new QrDecomposition(columns);
  const lengths = qr.upperTriangularMatrix.diagonal().map(Math.abs);
  // What is left of a row beside those before it, next to rounding.
  if (!(Math.min(...lengths) > 1e-12 * Math.max(...lengths))) {
    throw new RangeError("subspace: the rows of a matrix must be independent and finite");
  }
  return qr.orthogonalMatrix;
}
