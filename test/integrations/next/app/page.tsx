export default function Page() {
  return <a href="/assets/report.txt">Report</a>;
}
