export default function HallPage() {
  return null;
}
