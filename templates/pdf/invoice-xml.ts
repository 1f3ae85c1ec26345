// The invoice for machines: UN/CEFACT Cross Industry Invoice (D16B), profile EN 16931 or XRechnung.

import { Decimal } from "./decimal.ts";
import {
  type Adjustment,
  categoryOf,
  type Invoice,
  type InvoiceLine,
  lineTotal,
  type Party,
  rateOf,
  type Tax,
  totals,
  type Vat,
} from "./invoice-data.ts";
import { checkInvoice } from "./invoice-rules.ts";

/** Guidelines (BT-24) by profile. */
const GUIDELINES = {
  "EN 16931": "urn:cen.eu:en16931:2017",
  XRECHNUNG: "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
};
const PEPPOL = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0";
/** Codes of the reasons for no VAT (BT-121, code list VATEX). */
const VATEX: Partial<Record<Tax["category"], string>> = {
  AE: "VATEX-EU-AE",
  K: "VATEX-EU-IC",
  G: "VATEX-EU-G",
  O: "VATEX-EU-O",
};

/**
 * The XML of an invoice or a credit note.
 *
 * @throws Error naming the rules that the invoice breaks.
 */
export function invoiceXml(invoice: Invoice, profile: keyof typeof GUIDELINES = "EN 16931"): string {
  checkInvoice(invoice, profile === "XRECHNUNG");
  const { number, kind = "invoice", date, note } = invoice;
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice' +
    ' xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"' +
    ' xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"' +
    ' xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">' +
    el(
      "rsm:ExchangedDocumentContext",
      profile === "XRECHNUNG" &&
        el("ram:BusinessProcessSpecifiedDocumentContextParameter", el("ram:ID", PEPPOL)),
      el("ram:GuidelineSpecifiedDocumentContextParameter", el("ram:ID", GUIDELINES[profile])),
    ) +
    el(
      "rsm:ExchangedDocument",
      el("ram:ID", text(number)),
      el("ram:TypeCode", kind === "invoice" ? "380" : "381"),
      el("ram:IssueDateTime", day(date)),
      note && el("ram:IncludedNote", el("ram:Content", text(note))),
    ) +
    el(
      "rsm:SupplyChainTradeTransaction",
      ...invoice.lines.map((line, i) => lineXml(line, i + 1, totals(invoice).decimals)),
      agreement(invoice),
      delivery(invoice),
      settlement(invoice),
    ) +
    "</rsm:CrossIndustryInvoice>\n"
  );
}

function lineXml(line: InvoiceLine, number: number, decimals: number): string {
  const { name, note, quantity, unit, price, vat, adjustments = [] } = line;
  return el(
    "ram:IncludedSupplyChainTradeLineItem",
    el("ram:AssociatedDocumentLineDocument", el("ram:LineID", String(number))),
    el("ram:SpecifiedTradeProduct", el("ram:Name", text(name)), note && el("ram:Description", text(note))),
    el(
      "ram:SpecifiedLineTradeAgreement",
      el("ram:NetPriceProductTradePrice", el("ram:ChargeAmount", `${Decimal.of(price).trimmed(2)}`)),
    ),
    el(
      "ram:SpecifiedLineTradeDelivery",
      `<ram:BilledQuantity unitCode="${unit}">${Decimal.of(quantity)}</ram:BilledQuantity>`,
    ),
    el(
      "ram:SpecifiedLineTradeSettlement",
      el("ram:ApplicableTradeTax", el("ram:TypeCode", "VAT"), ...rate(vat)),
      ...adjustments.map((each) => adjustmentXml(each, decimals)),
      el(
        "ram:SpecifiedTradeSettlementLineMonetarySummation",
        el("ram:LineTotalAmount", `${lineTotal(line, decimals)}`),
      ),
    ),
  );
}

/** Category and percent. Outside the scope of VAT there is no percent (BR-O-05). */
const rate = (vat: Vat): Part[] => [
  el("ram:CategoryCode", categoryOf(vat)),
  categoryOf(vat) !== "O" && el("ram:RateApplicablePercent", `${rateOf(vat)}`),
];

const adjustmentXml = (
  { amount, reason, charge = false, vat }: Adjustment & { vat?: Vat },
  decimals: number,
) =>
  el(
    "ram:SpecifiedTradeAllowanceCharge",
    el("ram:ChargeIndicator", el("udt:Indicator", String(charge))),
    el("ram:ActualAmount", `${Decimal.of(amount).round(decimals)}`),
    el("ram:Reason", text(reason)),
    vat !== undefined && el("ram:CategoryTradeTax", el("ram:TypeCode", "VAT"), ...rate(vat)),
  );

const agreement = ({ seller, buyer, buyerReference }: Invoice): string =>
  el(
    "ram:ApplicableHeaderTradeAgreement",
    buyerReference && el("ram:BuyerReference", text(buyerReference)),
    el("ram:SellerTradeParty", partyXml(seller)),
    el("ram:BuyerTradeParty", partyXml(buyer)),
  );

const delivery = ({ delivered, deliveredTo, buyer, lines }: Invoice): string =>
  el(
    "ram:ApplicableHeaderTradeDelivery",
    (deliveredTo ?? lines.some(({ vat }) => categoryOf(vat) === "K")) &&
      el(
        "ram:ShipToTradeParty",
        el("ram:PostalTradeAddress", el("ram:CountryID", text(deliveredTo ?? buyer.country))),
      ),
    el("ram:ActualDeliverySupplyChainEvent", el("ram:OccurrenceDateTime", day(delivered))),
  );

function settlement(invoice: Invoice): string {
  const { number, currency, seller, due, corrects, adjustments = [] } = invoice;
  const sums = totals(invoice);
  return el(
    "ram:ApplicableHeaderTradeSettlement",
    el("ram:PaymentReference", text(number)),
    el("ram:InvoiceCurrencyCode", text(currency)),
    el(
      "ram:SpecifiedTradeSettlementPaymentMeans",
      el("ram:TypeCode", "58"),
      el("ram:PayeePartyCreditorFinancialAccount", el("ram:IBANID", text(seller.iban.replaceAll(" ", "")))),
      el("ram:PayeeSpecifiedCreditorFinancialInstitution", el("ram:BICID", text(seller.bic))),
    ),
    ...sums.taxes.map(taxXml),
    ...adjustments.map((each) => adjustmentXml(each, sums.decimals)),
    el("ram:SpecifiedTradePaymentTerms", el("ram:DueDateDateTime", day(due))),
    el(
      "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
      el("ram:LineTotalAmount", `${sums.lineSum}`),
      el("ram:ChargeTotalAmount", `${sums.charges}`),
      el("ram:AllowanceTotalAmount", `${sums.allowances}`),
      el("ram:TaxBasisTotalAmount", `${sums.net}`),
      `<ram:TaxTotalAmount currencyID="${text(currency)}">${sums.tax}</ram:TaxTotalAmount>`,
      el("ram:GrandTotalAmount", `${sums.gross}`),
      el("ram:TotalPrepaidAmount", `${sums.prepaid}`),
      el("ram:DuePayableAmount", `${sums.due}`),
    ),
    corrects && el("ram:InvoiceReferencedDocument", el("ram:IssuerAssignedID", text(corrects))),
  );
}

const taxXml = ({ category, rate, base, tax, reason }: Tax): string =>
  el(
    "ram:ApplicableTradeTax",
    el("ram:CalculatedAmount", `${tax}`),
    el("ram:TypeCode", "VAT"),
    reason && el("ram:ExemptionReason", text(reason)),
    el("ram:BasisAmount", `${base}`),
    el("ram:CategoryCode", category),
    VATEX[category] && el("ram:ExemptionReasonCode", VATEX[category]),
    category !== "O" && el("ram:RateApplicablePercent", `${rate}`),
  );

const partyXml = ({
  name,
  street,
  postcode,
  city,
  country,
  vatId,
  taxNumber,
  email,
  contact,
}: Party): string =>
  [
    el("ram:Name", text(name)),
    contact &&
      el(
        "ram:DefinedTradeContact",
        el("ram:PersonName", text(contact.name)),
        el("ram:TelephoneUniversalCommunication", el("ram:CompleteNumber", text(contact.phone))),
        el("ram:EmailURIUniversalCommunication", el("ram:URIID", text(contact.email))),
      ),
    el(
      "ram:PostalTradeAddress",
      el("ram:PostcodeCode", text(postcode)),
      el("ram:LineOne", text(street)),
      el("ram:CityName", text(city)),
      el("ram:CountryID", text(country)),
    ),
    email && el("ram:URIUniversalCommunication", `<ram:URIID schemeID="EM">${text(email)}</ram:URIID>`),
    taxNumber && el("ram:SpecifiedTaxRegistration", `<ram:ID schemeID="FC">${text(taxNumber)}</ram:ID>`),
    vatId && el("ram:SpecifiedTaxRegistration", `<ram:ID schemeID="VA">${text(vatId)}</ram:ID>`),
  ]
    .filter(Boolean)
    .join("");

const day = (date: string): string =>
  `<udt:DateTimeString format="102">${date.replaceAll("-", "")}</udt:DateTimeString>`;

/** A child, or what stands for none. */
type Part = string | false | "" | undefined;

const el = (name: string, ...children: Part[]): string =>
  `<${name}>${children.filter(Boolean).join("")}</${name}>`;

/** Text without the control characters that XML cannot hold, escaped. */
const text = (value: string): string =>
  value
    .toWellFormed()
    .replace(/[\0-\x08\v\f\x0e-\x1f\ufffe\uffff]/g, "")
    .replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] ?? "&quot;");
