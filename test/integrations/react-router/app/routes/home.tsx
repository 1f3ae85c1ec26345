import { Link } from "react-router";

export default function Home() {
  return (
    <Link to="/assets/report.txt" reloadDocument>
      Report
    </Link>
  );
}
