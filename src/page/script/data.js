// The data: compressed JSON in <template> elements, unpacked by the browser.
const unpack = async (id) => {
  const text = byId(id).content.textContent;
  const bytes = Uint8Array.from(atob(text.trim()), (c) => c.charCodeAt(0));
  const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return JSON.parse(await new Response(plain).text());
};
// W: words; S: what is said; H: heads of columns; T: titles; C: words for a number of things.
let D, A, W, S, H, T, C, RELATIONS;
const blocks = new Map();
// The comparison of a pair; null if it found no room in this page.
const besideOf = async (pair) => {
  const [, , , block, place] = D.pairs[pair];
  if (block < 0) return null;
  if (!blocks.has(block)) blocks.set(block, unpack("pairs-" + block));
  return (await blocks.get(block))[place];
};
const by = { open: new Map(), members: new Map(), findingsOfPair: new Map() };
const index = () => {
  A = D.articles;
  W = D.words;
  ({ say: S, head: H, title: T, count: C } = W);
  RELATIONS = Object.keys(W.relation);
  const opens = (rows, make) => rows.forEach((x, n) => by.open.set(x.h ?? x[0], () => make(x, n)));
  opens(D.findings, viewFinding);
  opens(D.pairs, (x, n) => viewBeside(n));
  opens(D.stories, viewStory);
  opens(D.sources, viewSource);
  by.storyNumber = new Map(D.stories.map((x) => [x.n, x]));
  by.family = new Map(D.families.map((x) => [x.n, x]));
  by.pairOf = new Map(D.pairs.map((x, n) => [x[1] + " " + x[2], n]));
  D.findings.forEach((x, n) => x.pair >= 0 && by.findingsOfPair.set(x.pair, [...(by.findingsOfPair.get(x.pair) || []), n]));
  A.story.forEach((story, at) => {
    if (!by.members.has(story)) by.members.set(story, []);
    by.members.get(story).push(at);
  });
};
