/** The committed result of a long run: its rows, and where they come from. */
export interface StudyRecord<Row> {
  study: string;
  /** The command that makes it again. */
  command: string;
  /** Processor, memory and system of the machine that made it. */
  machine: string;
  device: string;
  /** Of the software that computed it, by name. */
  versions: Record<string, string>;
  /** Day on which it was made, as 2026-01-31. */
  date: string;
  seconds: number;
  /** SHA-256 of the code that made it: the experiment's module and all of lib that it imports. */
  code: string;
  /** Changes of the code since then, with the runs that have shown that they do not change the rows. */
  carried?: readonly { from: string; date: string; runs: readonly string[] }[];
  rows: Row[];
}

/**
 * The rows of a committed study in `data/results/`.
 *
 * @throws {Error} when there is no such record
 */
export function studyRows<Row>(name: string): Row[] {
  const path = new URL(`../../data/results/${name}.json`, import.meta.url);
  try {
    const record: StudyRecord<Row> = JSON.parse(Deno.readTextFileSync(path));
    return record.rows;
  } catch (error) {
    throw new Error(
      `studyRows("${name}"): the record data/results/${name}.json must be readable; ` +
        "`git checkout data/results` brings it back, `make study` measures it again",
      { cause: error },
    );
  }
}
