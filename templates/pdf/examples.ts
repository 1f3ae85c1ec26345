// Invented data for each template: what the samples show.

import type { Certificate } from "./certificate.ts";
import type { Invoice } from "./invoice-data.ts";
import type { Label } from "./labels.ts";
import type { Letter } from "./letter.ts";
import type { Report } from "./report.ts";

export const exampleInvoice: Invoice = {
  number: "2026-0147",
  date: "2026-11-02",
  delivered: "2026-10-30",
  due: "2026-11-16",
  currency: "EUR",
  seller: {
    name: "Lindgren Maps",
    street: "Hafenstraße 12",
    postcode: "20457",
    city: "Hamburg",
    country: "DE",
    vatId: "DE123456789",
    email: "accounts@lindgren.example",
    bank: "Nordbank Hamburg",
    iban: "DE02 1203 0000 0000 2020 51",
    bic: "BYLADEM1001",
  },
  buyer: {
    name: "Okonkwo & Sons Travel Ltd",
    street: "14 Quay Street",
    postcode: "D02 AF30",
    city: "Dublin",
    country: "IE",
    vatId: "IE6388047V",
  },
  lines: [
    {
      name: "City maps, digital edition",
      note: "Six cities, vector data, one year of updates",
      quantity: 6,
      unit: "C62",
      price: 420,
      vat: 19,
    },
    {
      name: "Cartography",
      note: "Walking routes for three guide books",
      quantity: 34.5,
      unit: "HUR",
      price: 96,
      vat: 19,
    },
    {
      name: "Printed atlas “Harbours of the North”",
      note: "Hardcover, ISBN 978-3-16-148410-0",
      quantity: 25,
      unit: "C62",
      price: "27.90",
      vat: 7,
    },
    { name: "Hosting of map tiles", quantity: 3, unit: "MON", price: 185, vat: 19 },
  ],
  note: "Thank you for your order. Goods remain our property until they are paid for.",
};

export const exampleLetter: Letter = {
  from: {
    name: "Lindgren Maps",
    street: "Hafenstraße 12",
    city: "20457 Hamburg",
    contact: ["+49 40 555 0100", "hello@lindgren.example"],
  },
  to: ["Ms Adaeze Okonkwo", "Okonkwo & Sons Travel Ltd", "14 Quay Street", "Dublin D02 AF30", "Ireland"],
  place: "Hamburg",
  date: "2026-11-02",
  subject: "Your maps of six northern harbours are ready",
  body: [
    "Dear Ms Okonkwo,",
    "The six city maps that you ordered in September are finished. You will find them in your account from today on, as vector data in the formats that we agreed on, together with the style files for print and for screens.",
    "Our cartographers walked every route of the three guide books themselves. In Tromsø (69.65° N) the new bridge had opened the week before, so the map of that city is newer than any other that can be bought at present. Where a street has names in more than one language, the map carries all of them: Helsinki is also Helsingfors, and the signs of Kirkenes are in Cyrillic too: Киркенес.",
    "The printed atlases follow by post in the week of 9 November. If anything in them should not be as you expect it, please write to me, and I will see to it myself.",
  ],
  closing: "With kind regards",
  signature: "Elsa Lindgren",
  enclosures: ["invoice 2026-0147", "licence"],
};

export const exampleCertificate: Certificate = {
  title: "Certificate of Excellence",
  name: "Nguyễn Thị Ánh Tuyết",
  reason:
    "for the map “Rivers of the Mekong Delta”, which was chosen by readers and by the jury as the most legible map of the year.",
  date: "2026-11-20",
  place: "Hamburg",
  organisation: "Society of Northern Cartographers",
  number: "SNC-2026-031",
  signers: [
    { name: "Elsa Lindgren", role: "President" },
    { name: "Tomás Ó Briain", role: "Chair of the jury" },
  ],
};

const STREETS = [
  "Market Street",
  "Quay Street",
  "Mill Lane",
  "Church Road",
  "Station Road",
  "Harbour View",
  "Castle Hill",
];
const NAMES = [
  "Ada Lovelace",
  "Søren Kierkegaard",
  "Ελένη Παπαδοπούλου",
  "Иван Петров",
  "山田 太郎",
  "فاطمة الزهراء",
  "Nguyễn Văn An",
  "Zoë Brontë",
];

export const exampleLabels: readonly Label[] = Array.from({ length: 32 }, (_, i) => ({
  name: NAMES[i % NAMES.length]!,
  lines: [
    `${((i * 37) % 180) + 1} ${STREETS[i % STREETS.length]!}`,
    `${10_000 + ((i * 7919) % 89_999)} Springfield`,
    i % 5 ? "Ireland" : "United Kingdom",
  ],
}));

export const exampleReport: Report = {
  title: "How readers find their way",
  subtitle: "A year of maps, routes and readers, 2026",
  author: "Elsa Lindgren and the map desk",
  organisation: "Lindgren Maps",
  date: "2026-11-20",
  summary: [
    "In 2026 our maps were opened 41 million times, a third more than in the year before. Readers stayed longer, and more of them came back within a week. Most of the growth came from walking routes, which we publish in eleven languages since the spring.",
    "This report shows where readers come from, which maps they open, and what they told us in 2,310 answers. It ends with what we will do in the coming year: fewer maps, each of them better kept.",
  ],
  figures: [
    { label: "Maps opened", value: "41.2 m", change: "+33 % on 2025" },
    { label: "Readers who return", value: "58 %", change: "+6 points" },
    { label: "Complaints", value: "214", change: "−41 % on 2025" },
  ],
  sections: [
    {
      title: "Where readers are",
      paragraphs: [
        "Two readers of three open a map on the way, on a telephone. They look at it for forty seconds on average, and they turn it more often than they zoom. At home it is the other way round: a reader at a desk stays for six minutes, and prints one map of nine.",
        "The languages tell the same story. Readers of the Arabic edition (العربية) use routes most, readers of the Japanese edition (日本語) save maps for later, and readers of the Hindi edition (हिन्दी) share them.",
      ],
      points: [
        "Walking routes are opened four times as often as driving routes.",
        "Maps that were checked within the last ninety days get half as many complaints.",
        "A map with a scale bar in paces is saved twice as often as one in metres.",
      ],
      chart: {
        title: "Maps opened by city, thousands",
        bars: [
          { label: "Hamburg", value: 4120 },
          { label: "Dublin", value: 3380 },
          { label: "Bergen", value: 2744 },
          { label: "Gdańsk", value: 2190 },
          { label: "Tromsø", value: 1502 },
          { label: "Reykjavík", value: 1237 },
        ],
      },
    },
    {
      title: "What maps cost",
      paragraphs: [
        "A map costs most in its first year, when every street is walked. After that, keeping it is cheap as long as it is kept often. The table shows what each edition cost for a thousand readers, and what it brought.",
      ],
      table: {
        title: "Cost and income for a thousand readers, in euros",
        columns: ["Edition", "First year", "Upkeep", "Income"],
        rows: [
          ["Hamburg", 182.4, 12.35, 61.2],
          ["Dublin", 164.05, 14.1, 58.75],
          ["Bergen", 201.7, 9.8, 47],
          ["Gdańsk", 133.25, 11.045, 39.9],
          ["Tromsø", 310.9, 8.25, 52.3],
          ["Reykjavík", 247.6, 10.5, 44.85],
        ],
      },
    },
    {
      title: "What comes next",
      paragraphs: [
        "We will close the nine editions that fewer than a thousand readers a month open, and give the time that this sets free to those that remain. Every map will be walked at least once in ninety days.",
      ],
      points: [
        "Close nine editions by March.",
        "Walk every route each quarter.",
        "Publish corrections within a day, with the reader's name if wished.",
      ],
    },
  ],
};
