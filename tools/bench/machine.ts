/**
 * The machine that measures, without its name.
 * @module
 */

/** Processor, cores, memory and system: `AMD EPYC, 2 cores, 24 GiB, Debian 12 (x86_64)`. */
export async function machine(): Promise<string> {
  const memory = Math.round(Deno.systemMemoryInfo().total / 2 ** 30);
  const cores = navigator.hardwareConcurrency;
  return `${await processor()}, ${cores} ${cores === 1 ? "core" : "cores"}, ${memory} GiB, ` +
    `${await system()} (${Deno.build.arch})`;
}

/** Cores that other programs may keep busy before measurements beside them mislead. */
export const toleratedCores = 0.1;

/** What was done, and how many cores other programs kept busy meanwhile. */
export interface Watched<T> {
  result: T;
  /** Null where the system does not tell. */
  taken: number | null;
}

/** Does something that only the process `pid` works for, and counts the cores that others take. */
export async function watched<T>(pid: number, action: () => Promise<T>): Promise<Watched<T>> {
  const [before, own] = [await machineTicks(), await processTicks(pid)];
  const result = await action();
  const [after, ownAfter] = [await machineTicks(), await processTicks(pid)];
  if (!before || !after || own === undefined || ownAfter === undefined) {
    return { result, taken: null };
  }
  return { result, taken: othersCores(before, after, ownAfter - own) };
}

/** Clock ticks of all cores, from /proc/stat. */
export interface Ticks {
  all: number;
  idle: number;
}

/** The cores that were busy between two readings, but for these ticks of our own. */
export function othersCores(before: Ticks, after: Ticks, own: number): number {
  const all = after.all - before.all;
  const busy = all - (after.idle - before.idle);
  const cores = navigator.hardwareConcurrency;
  return all > 0 ? Math.max(0, cores * (busy - own) / all) : 0;
}

/** The ticks of a process and its threads, in the text of /proc/<pid>/stat. */
export function readProcessTicks(stat: string): number | undefined {
  // The name, in brackets, may hold anything; utime and stime are the 12th and 13th after it.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return fields.length > 12 ? Number(fields[11]) + Number(fields[12]) : undefined;
}

/** The ticks in the text of /proc/stat; undefined where it is not one. */
export function readTicks(stat: string): Ticks | undefined {
  // user nice system idle iowait irq softirq steal; guest times are part of user.
  const fields = /^cpu +(.+)$/m.exec(stat)?.[1].split(" ").slice(0, 8).map(Number);
  if (!fields) return undefined;
  return { all: fields.reduce((sum, field) => sum + field, 0), idle: fields[3] + fields[4] };
}

async function machineTicks(): Promise<Ticks | undefined> {
  return readTicks(await Deno.readTextFile("/proc/stat").catch(() => ""));
}

async function processTicks(pid: number): Promise<number | undefined> {
  return readProcessTicks(await Deno.readTextFile(`/proc/${pid}/stat`).catch(() => ""));
}

async function processor(): Promise<string> {
  const info = await Deno.readTextFile("/proc/cpuinfo").catch(() => "");
  const named = /^model name\s*:\s*(.+)$/m.exec(info)?.[1];
  return named?.trim() ?? await output("sysctl", ["-n", "machdep.cpu.brand_string"]) ??
    "unknown processor";
}

async function system(): Promise<string> {
  const release = await Deno.readTextFile("/etc/os-release").catch(() => "");
  return /^PRETTY_NAME="?([^"\n]+)"?$/m.exec(release)?.[1] ?? Deno.build.os;
}

async function output(program: string, args: string[]): Promise<string | undefined> {
  try {
    const { success, stdout } = await new Deno.Command(program, { args, stderr: "null" }).output();
    return success ? new TextDecoder().decode(stdout).trim() : undefined;
  } catch {
    return undefined;
  }
}
