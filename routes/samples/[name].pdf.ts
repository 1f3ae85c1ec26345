// GET /samples/invoice.pdf: each PDF template with invented data.

import { notFound, pdf, type Asset, type CachePolicy, type RouteEvent } from "offprint";
import { certificate } from "../../templates/pdf/certificate.ts";
import {
  exampleCertificate,
  exampleInvoice,
  exampleLabels,
  exampleLetter,
  exampleReport,
} from "../../templates/pdf/examples.ts";
import { invoice } from "../../templates/pdf/invoice.ts";
import { labels } from "../../templates/pdf/labels.ts";
import { letter } from "../../templates/pdf/letter.ts";
import { report } from "../../templates/pdf/report.ts";

export const cache: CachePolicy = { maxAge: "1d" };
export const examples = ["report", "invoice", "letter", "certificate", "labels"].map((name) => ({ name }));

const samples: Record<string, () => Asset> = {
  report: () => pdf(report, exampleReport, { filename: "report" }),
  invoice: () => pdf(invoice, exampleInvoice, { filename: `Invoice ${exampleInvoice.number}` }),
  letter: () => pdf(letter, exampleLetter),
  certificate: () => pdf(certificate, exampleCertificate),
  labels: () => pdf(labels, { title: "Address labels", labels: exampleLabels }),
};

export function GET({ params }: RouteEvent<{ name: string }>) {
  const sample = Object.hasOwn(samples, params.name) ? samples[params.name] : undefined;
  if (!sample) throw notFound(`There are samples of ${Object.keys(samples).join(", ")}.`);
  return sample();
}
