import pl from "nodejs-polars";

/**
 * Rows as a polars DataFrame, which shows itself as a table; numbers are rounded to `digits`
 * significant digits for the eye.
 *
 * @throws {RangeError} when there are no rows
 */
export function table(rows: readonly object[], digits = 4): pl.DataFrame {
  if (rows.length === 0) throw new RangeError("table(): there must be a row, received none");
  return pl.DataFrame(rows.map((row) => rounded(row, digits)));
}

function rounded(row: object, digits: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(row).map((
      [key, value],
    ) => [key, typeof value === "number" ? shorten(value, digits) : value]),
  );
}

/** Rounded to significant digits; what is only the rounding of a sum around 1 becomes 0. */
function shorten(value: number, digits: number): number {
  return Math.abs(value) < 2 ** -48 ? 0 : Number(value.toPrecision(digits));
}
