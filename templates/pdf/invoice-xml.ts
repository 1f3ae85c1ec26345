// The invoice for machines: UN/CEFACT Cross Industry Invoice, profile EN 16931.

import { type Invoice, type InvoiceLine, lineTotal, type Party, totals } from "./invoice-data.ts";

const GUIDELINE = "urn:cen.eu:en16931:2017";

/** The XML of an invoice. */
export function invoiceXml(invoice: Invoice): string {
  const { number, date, due, delivered, currency, seller, buyer, lines, note } = invoice;
  const { net, tax, gross, taxes } = totals(invoice);
  const amount = (cents: number) => (cents / 100).toFixed(2);
  const trade = [
    ...lines.map((line, i) => lineXml(line, i + 1)),
    el(
      "ram:ApplicableHeaderTradeAgreement",
      el("ram:SellerTradeParty", partyXml(seller)),
      el("ram:BuyerTradeParty", partyXml(buyer)),
    ),
    el(
      "ram:ApplicableHeaderTradeDelivery",
      el("ram:ActualDeliverySupplyChainEvent", el("ram:OccurrenceDateTime", day(delivered))),
    ),
    el(
      "ram:ApplicableHeaderTradeSettlement",
      el("ram:PaymentReference", text(number)),
      el("ram:InvoiceCurrencyCode", text(currency)),
      el(
        "ram:SpecifiedTradeSettlementPaymentMeans",
        el("ram:TypeCode", "58"),
        el("ram:PayeePartyCreditorFinancialAccount", el("ram:IBANID", text(seller.iban.replaceAll(" ", "")))),
        el("ram:PayeeSpecifiedCreditorFinancialInstitution", el("ram:BICID", text(seller.bic))),
      ),
      ...taxes.map((each) =>
        el(
          "ram:ApplicableTradeTax",
          el("ram:CalculatedAmount", amount(each.tax)),
          el("ram:TypeCode", "VAT"),
          el("ram:BasisAmount", amount(each.net)),
          el("ram:CategoryCode", each.rate === 0 ? "Z" : "S"),
          el("ram:RateApplicablePercent", String(each.rate)),
        ),
      ),
      el("ram:SpecifiedTradePaymentTerms", el("ram:DueDateDateTime", day(due))),
      el(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        el("ram:LineTotalAmount", amount(net)),
        el("ram:TaxBasisTotalAmount", amount(net)),
        `<ram:TaxTotalAmount currencyID="${text(currency)}">${amount(tax)}</ram:TaxTotalAmount>`,
        el("ram:GrandTotalAmount", amount(gross)),
        el("ram:DuePayableAmount", amount(gross)),
      ),
    ),
  ];
  return (
    '<?xml version="1.0" encoding="UTF-8"?>\n<rsm:CrossIndustryInvoice' +
    ' xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"' +
    ' xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"' +
    ' xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">' +
    el(
      "rsm:ExchangedDocumentContext",
      el("ram:GuidelineSpecifiedDocumentContextParameter", el("ram:ID", GUIDELINE)),
    ) +
    el(
      "rsm:ExchangedDocument",
      el("ram:ID", text(number)),
      el("ram:TypeCode", "380"),
      el("ram:IssueDateTime", day(date)),
      ...(note ? [el("ram:IncludedNote", el("ram:Content", text(note)))] : []),
    ) +
    el("rsm:SupplyChainTradeTransaction", ...trade) +
    "</rsm:CrossIndustryInvoice>\n"
  );
}

function lineXml(line: InvoiceLine, number: number): string {
  const { name, note, quantity, unit, price, vat } = line;
  return el(
    "ram:IncludedSupplyChainTradeLineItem",
    el("ram:AssociatedDocumentLineDocument", el("ram:LineID", String(number))),
    el(
      "ram:SpecifiedTradeProduct",
      el("ram:Name", text(name)),
      ...(note ? [el("ram:Description", text(note))] : []),
    ),
    el(
      "ram:SpecifiedLineTradeAgreement",
      el("ram:NetPriceProductTradePrice", el("ram:ChargeAmount", (price / 100).toFixed(2))),
    ),
    el(
      "ram:SpecifiedLineTradeDelivery",
      `<ram:BilledQuantity unitCode="${unit}">${quantity}</ram:BilledQuantity>`,
    ),
    el(
      "ram:SpecifiedLineTradeSettlement",
      el(
        "ram:ApplicableTradeTax",
        el("ram:TypeCode", "VAT"),
        el("ram:CategoryCode", vat === 0 ? "Z" : "S"),
        el("ram:RateApplicablePercent", String(vat)),
      ),
      el(
        "ram:SpecifiedTradeSettlementLineMonetarySummation",
        el("ram:LineTotalAmount", (lineTotal(line) / 100).toFixed(2)),
      ),
    ),
  );
}

const partyXml = ({ name, street, postcode, city, country, vatId, email }: Party): string =>
  [
    el("ram:Name", text(name)),
    el(
      "ram:PostalTradeAddress",
      el("ram:PostcodeCode", text(postcode)),
      el("ram:LineOne", text(street)),
      el("ram:CityName", text(city)),
      el("ram:CountryID", text(country)),
    ),
    ...(email
      ? [el("ram:URIUniversalCommunication", `<ram:URIID schemeID="EM">${text(email)}</ram:URIID>`)]
      : []),
    ...(vatId ? [el("ram:SpecifiedTaxRegistration", `<ram:ID schemeID="VA">${text(vatId)}</ram:ID>`)] : []),
  ].join("");

const day = (date: string): string =>
  `<udt:DateTimeString format="102">${date.replaceAll("-", "")}</udt:DateTimeString>`;

const el = (name: string, ...children: string[]): string => `<${name}>${children.join("")}</${name}>`;

const text = (value: string): string =>
  value.replace(/[&<>"]/g, (c) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[c] ?? "&quot;");
