// A country's social image: its name in its own script, its facts, and a map that its cities draw.

import { createProjection } from "./projection.ts";
import { dark, tokens } from "./tokens.ts";

export interface CountryCardProps {
  /** ISO 3166-1 alpha-2. */
  id: string;
  name: string;
  officialName: string;
  /** In the country's own languages; the one that most people speak is the headline. */
  nativeNames: readonly { language: string; name: string }[];
  /** SVG source. */
  flag?: string;
  region: string;
  capitals: readonly string[];
  /** km² */
  area?: number;
  cityCount: number;
  urbanPopulation: number;
  longitude: number;
  /** The largest first. */
  cities: readonly MapCity[];
  theme?: "light" | "dark";
}

export interface MapCity {
  name: string;
  latitude: number;
  longitude: number;
  population: number;
  capital: boolean;
}

const MAP = { width: 560, height: 630, margin: 56 };
const TEXT_WIDTH = 532;

const whole = new Intl.NumberFormat("en");
const short = new Intl.NumberFormat("en", {
  notation: "compact",
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
});

export function CountryCard(props: CountryCardProps) {
  const { name, officialName, region, capitals, area, cityCount, urbanPopulation, theme = "light" } = props;
  const color = theme === "dark" ? dark.color : tokens.color;
  const [headline, ...others] = headlines(props);
  const facts: [string, string][] = [
    [capitals.length > 1 ? "Capitals" : "Capital", capitals.slice(0, 2).join(", ") || "–"],
    ["Area", area === undefined ? "–" : `${area < 1e6 ? whole.format(area) : short.format(area)} km²`],
    ["Cities", whole.format(cityCount)],
    ["Living in them", urbanPopulation > 0 ? short.format(urbanPopulation) : "–"],
  ];
  return (
    <div
      style={{
        display: "flex",
        width: "100%",
        height: "100%",
        background: color.paper,
        color: color.ink,
        fontFamily: "Inter",
      }}
    >
      <div
        style={{
          display: "flex",
          flexDirection: "column",
          width: 640,
          padding: "52px 44px 48px 64px",
          boxSizing: "border-box",
        }}
      >
        <div style={{ display: "flex", alignItems: "center", gap: 20 }}>
          {props.flag ? (
            <img
              src={`data:image/svg+xml;base64,${Buffer.from(props.flag).toString("base64")}`}
              width={84}
              height={56}
              style={{ border: `1px solid ${color.line}`, objectFit: "cover" }}
            />
          ) : null}
          <div style={{ display: "flex", fontFamily: "JetBrains Mono", fontSize: 20, color: color.accent }}>
            {region}
          </div>
        </div>
        <div style={{ display: "flex", flexDirection: "column", flexGrow: 1, justifyContent: "center" }}>
          <div
            lang={headline!.language}
            fit={{ width: TEXT_WIDTH, min: 44, max: 132, lines: latin(headline!.name) ? 2 : 1 }}
            style={{
              fontWeight: 700,
              lineHeight: TALL.test(headline!.name) ? 1.5 : 1.16,
              letterSpacing: latin(headline!.name) ? "-0.035em" : "0",
            }}
          >
            {headline!.name}
          </div>
          {headline!.name === name ? null : (
            <div
              fit={{ width: TEXT_WIDTH, min: 30, max: 54, lines: 2 }}
              style={{ marginTop: 6, fontWeight: 600, lineHeight: 1.15, letterSpacing: "-0.025em" }}
            >
              {name}
            </div>
          )}
          {officialName === name && others.length === 0 ? null : (
            <div
              style={{
                display: "flex",
                flexDirection: "column",
                marginTop: 14,
                gap: 8,
                fontSize: 24,
                color: color.muted,
              }}
            >
              {officialName === name ? null : <div style={{ display: "flex" }}>{officialName}</div>}
              {others.length > 0 ? (
                <div style={{ display: "flex", flexWrap: "wrap", columnGap: 18 }}>
                  {others.slice(0, 5).map((other) => (
                    <span lang={other.language}>{other.name}</span>
                  ))}
                </div>
              ) : null}
            </div>
          )}
        </div>
        <div style={{ display: "flex", borderTop: `1px solid ${color.line}`, paddingTop: 20, gap: 30 }}>
          {facts.map(([label, value]) => (
            <div style={{ display: "flex", flexDirection: "column", gap: 4 }}>
              <div style={{ display: "flex", fontSize: 17, color: color.muted, whiteSpace: "nowrap" }}>
                {label}
              </div>
              <div
                style={{
                  display: "flex",
                  fontSize: facts[0]![1].length > 11 ? 21 : 24,
                  fontWeight: 600,
                  whiteSpace: "nowrap",
                }}
              >
                {value}
              </div>
            </div>
          ))}
        </div>
      </div>
      <CityMap {...props} dark={theme === "dark"} />
    </div>
  );
}

/** Names to show, the headline first: the one in the language that most people of the country speak. */
function headlines({ id, name, nativeNames }: CountryCardProps): { language: string; name: string }[] {
  const spoken = new Intl.Locale(`und-${id}`).maximize().language;
  const names = nativeNames
    .map((native) => ({ name: native.name, language: new Intl.Locale(native.language).language }))
    .filter((native, i, all) => all.findIndex((other) => other.name === native.name) === i);
  const headline = names.find(({ language }) => language === spoken) ??
    names.find((native) => !latin(native.name)) ??
    names[0] ?? { language: "en", name };
  return [headline, ...names.filter((other) => other !== headline && other.name !== name)];
}

/** Scripts whose letters reach far above or below the line. */
const TALL = /[\p{Script=Myanmar}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Tibetan}\p{Script=Thaana}]/u;
const latin = (text: string) => /^[\p{Script=Latin}\p{P}\p{Z}\p{M}]+$/u.test(text);

/** Every city is a dot; together they are the country. */
function CityMap({ cities, longitude, dark: night }: CountryCardProps & { dark: boolean }) {
  const [ground, grid, dot] = night ? ["#0a3344", "#16485b", "#7fc9e4"] : ["#0c5772", "#246a84", "#d3ebf1"];
  const { project, lines } = createProjection(cities, { ...MAP, center: longitude });
  const largest = Math.max(1, ...cities.map((city) => city.population));
  const dots = cities.map((city) => {
    const [x, y] = project(city.longitude, city.latitude);
    return { x, y, r: radius(city.population, largest, cities.length), city };
  });
  const capital = dots.find(({ city }) => city.capital);
  const label = capital && { x: capital.x, y: capital.y, right: capital.x < MAP.width * 0.62 };
  return (
    <div
      style={{
        display: "flex",
        position: "relative",
        width: MAP.width,
        height: MAP.height,
        background: ground,
        overflow: "hidden",
      }}
    >
      <svg width={MAP.width} height={MAP.height} viewBox={`0 0 ${MAP.width} ${MAP.height}`}>
        <path d={lines} fill="none" stroke={grid} strokeWidth={1} />
        <path d={dots.map(circle).join("")} fill={dot} fillOpacity={0.85} />
        {capital ? (
          <path d={circle({ ...capital, r: 13 })} fill={ground} stroke="#ffffff" strokeWidth={2.5} />
        ) : null}
        {capital ? <path d={circle({ ...capital, r: 6 })} fill="#ff8b69" /> : null}
      </svg>
      {capital && label ? (
        <div
          style={{
            display: "flex",
            position: "absolute",
            top: Math.min(MAP.height - 60, Math.max(16, label.y - 20)),
            ...(label.right ? { left: label.x + 24 } : { right: MAP.width - label.x + 24 }),
            padding: "4px 12px 5px",
            borderRadius: 3,
            background: "#ffffff",
            color: "#10222e",
            fontSize: 21,
            fontWeight: 600,
          }}
        >
          {capital.city.name}
        </div>
      ) : null}
    </div>
  );
}

const round = (value: number) => Math.round(value * 10) / 10;

function circle({ x, y, r }: { x: number; y: number; r: number }): string {
  return `M${round(x - r)} ${round(y)}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

function radius(population: number, largest: number, count: number): number {
  const least = count > 600 ? 1.1 : count > 120 ? 1.8 : 3;
  return round(least + 9 * Math.sqrt(population / largest) ** 1.2);
}
