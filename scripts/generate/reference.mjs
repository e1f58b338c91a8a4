export function referencePages() {
  return {};
}
