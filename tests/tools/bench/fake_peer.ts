/** A peer for tests: answers as the variant says. */
import { linesOf } from "../../../tools/bench/lines.ts";

console.log(JSON.stringify({ ready: true, versions: { fake: "1.2.3" } }));
for await (const line of linesOf(Deno.stdin.readable)) {
  const { check, variant, params, forget } = JSON.parse(line);
  if (variant === "dies") {
    console.error("it is all over");
    Deno.exit(3);
  }
  if (variant === "talks") console.log("Hello!");
  else if (variant === "silent") continue;
  else if (variant === "refuses") say({ error: "no such variant" });
  else if (forget) say({ forgotten: true });
  else if (check) say({ values: [variant === "other" ? 3 : 2, 1.5, 1.25] });
  else if (variant === "stops") Deno.exit(4);
  else say({ seconds_per_unit: variant === "nan" ? NaN : params.seconds_per_unit, units: 5 });
}

function say(answer: object): void {
  console.log(JSON.stringify(answer));
}
