// The small case in Squiggle (npm @quri/squiggle-lang): distributions of samples, added and multiplied month by month.
// Reads {draws, months, rate, inputs: {name: [alpha, beta, least, width]}, streams} as its argument, prints {seconds, mean}.
import { run } from "@quri/squiggle-lang";

const { draws, months, rate, inputs, streams } = JSON.parse(process.argv[2]);
const drawn = Object.entries(inputs)
  .map(([name, [alpha, beta, least, width]]) => `${name} = SampleSet.fromDist(beta(${alpha}, ${beta})) * ${width} + ${least}`)
  .join("\n");
const worth = Array.from({ length: streams }, (_, k) => `stream(gain_${k}, loss_${k}) * worth_${k}`).join(" + ");
const code = `
${drawn}
months = List.upTo(1, ${months})
factor(t) = ${1 + rate} ^ (-t / 12)
stream(gain, loss) = List.reduce(months, { level: gain * 0, total: gain * 0 }, {|so, t|
  level = so.level * (1 - loss) + gain
  { level: level, total: so.total + level * factor(t) }
}).total
mean(${worth} - licence * List.reduce(months, 0, {|so, t| so + factor(t)}))
`;
const start = performance.now();
const output = await run(code, { environment: { sampleCount: draws, xyPointLength: 1000, seed: "1" } });
const seconds = (performance.now() - start) / 1000;
if (!output.result.ok) throw new Error(output.result.value.toString());
console.log(JSON.stringify({ seconds, mean: output.result.value.result.value }));
