/**
 * The headless Chromium that draws the figures: found, or unpacked once from npm.
 * @module
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inflate } from "@sparticuz/chromium";
import { type Browser, launch } from "puppeteer-core";
import { removeAbandoned, removeIfThere } from "./files.ts";

/** A Chromium on this machine with the environment it needs. */
export interface Chromium {
  executable: string;
  environment: Record<string, string>;
}

/** Thrown when this machine has no Chromium; the message says what to do. */
export class NoBrowserError extends Error {}

const installed = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
  "C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe",
];

/**
 * The Chromium to draw with: the one named by `CHROME`; on Linux x64 that of npm, so that every such
 * machine draws the same bytes; elsewhere an installed one.
 *
 * @throws {NoBrowserError} when there is none.
 */
export async function findChromium(cache: string): Promise<Chromium> {
  const named = Deno.env.get("CHROME");
  if (named && !existsSync(named)) {
    throw new NoBrowserError(
      `CHROME must name a Chrome or Chromium; there is no file ${named}: correct it or unset it`,
    );
  }
  if (named) return { executable: named, environment: {} };
  if (Deno.build.os === "linux" && Deno.build.arch === "x86_64") return await fromNpm(cache);
  const executable = installed.find((path) => existsSync(path));
  if (executable) return { executable, environment: {} };
  throw new NoBrowserError(
    "no Chrome or Chromium found: install one, or name it as CHROME=/path/to/chrome",
  );
}

/** Starts it, without a profile of its own and with hinting off, which would vary between machines. */
export function start(chromium: Chromium): Promise<Browser> {
  return launch({
    executablePath: chromium.executable,
    headless: "shell",
    // A browser at the end of a pipe ends with this process, even when that is killed.
    pipe: true,
    env: { ...Deno.env.toObject(), ...chromium.environment },
    // The sandbox needs rights that containers and root lack; the pages hold our own figures only.
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-dev-shm-usage",
      "--font-render-hinting=none",
    ],
  });
}

/** The Chromium of npm with its libraries and its one font, unpacked into `cache` unless it is there. */
async function fromNpm(cache: string): Promise<Chromium> {
  const packed = fileURLToPath(new URL("../bin/", import.meta.resolve("@sparticuz/chromium")));
  const { version } = JSON.parse(await Deno.readTextFile(join(packed, "../package.json")));
  const folder = join(cache, `chromium-${version}`);
  await Deno.mkdir(cache, { recursive: true });
  await removeAbandoned(cache);
  if (!existsSync(folder)) await unpack(packed, folder, cache);
  return {
    executable: join(folder, "chromium"),
    environment: {
      // Its own copies of NSS and expat, which a bare Debian lacks.
      LD_LIBRARY_PATH: join(folder, "al2023", "lib"),
      FONTCONFIG_FILE: join(folder, "fonts.conf"),
      XDG_CACHE_HOME: join(folder, "cache"),
    },
  };
}

/** Unpacks beside `folder`, then renames; of two that do so at once, the second gives way. */
async function unpack(packed: string, folder: string, cache: string): Promise<void> {
  const partial = await Deno.makeTempDir({ dir: cache, suffix: ".partial" });
  try {
    await inflateInto(partial, packed);
    await Deno.writeTextFile(join(partial, "fonts.conf"), fontsConf);
    await Deno.rename(partial, folder);
  } catch (error) {
    await removeIfThere(partial);
    if (!existsSync(folder)) throw error;
  }
}

/** `inflate` unpacks into the system's folder for temporary files: here, `folder` stands for it. */
async function inflateInto(folder: string, packed: string): Promise<void> {
  const before = Deno.env.get("TMPDIR");
  Deno.env.set("TMPDIR", folder);
  try {
    for (const file of ["chromium.br", "fonts.tar.br", "al2023.tar.br"]) {
      await inflate(join(packed, file));
    }
  } finally {
    if (before === undefined) Deno.env.delete("TMPDIR");
    else Deno.env.set("TMPDIR", before);
  }
}

/** Only the bundled font (Open Sans): texts are measured alike on every machine, fonts or none. */
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;
