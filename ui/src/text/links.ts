/** Where a link really leads, whatever it says. */

/** Names of files that look like those of machines, and are nobody's address. */
const FILE_NAME = /\.(?:js|mjs|ts|tsx|jsx|json|html?|css|java|xml|ya?ml|toml|txt|csv|pdf|png|jpe?g|gif|svg|kt|cpp|hpp|php|rb|sql|log|cfg|conf|ini|lock|exe|dll)$/i;
/** Something that a person reads as an address: with its scheme, of numbers, a name of a machine, a name with a port. */
const ADDRESSES = new RegExp(
  [
    /[a-z][a-z0-9+.-]*:\/\/[^\s<>"')\]]+/,
    /\[[\da-f:.]{2,}\](?::\d+)?/,
    /\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?(?![\p{L}\p{N}.])/u,
    /(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]*[\p{L}\p{N}])?[.。])+[\p{L}\p{N}-]{2,}(?::\d+)?/u,
    /(?<![\p{L}\p{N}_-])(?:localhost(?::\d+)?|(?=\d*\p{L})[\p{L}\p{N}][\p{L}\p{N}_-]*:\d{2,5})(?![\p{L}\p{N}_-])/u,
  ]
    .map(one => one.source)
    .join('|'),
  'giu',
);
/** What nobody sees in a text. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;
/** A longer text is read by nobody as an honest name of a link. */
const TEXT_MAX = 2000;

export interface Target {
  /** The address without the name and password it carried. */
  href: string;
  /** The machine to name beside the link, when what the link says may be taken for another. */
  host?: string;
}

/** The address to open for `href`, and the host to show beside `text` when the text, or a picture, may not tell it truly. */
export function targetOf(href: string, text: string, picture = false): Target {
  let url: URL;
  try {
    url = new URL(href);
  } catch {
    return { href };
  }
  const untold = picture || text.length > TEXT_MAX;
  const seen = text.slice(0, TEXT_MAX).replace(UNSEEN, '');
  if (url.protocol === 'mailto:') {
    const to = decoded(url.pathname);
    const said = /[^\s<>()]+@[^\s<>()]+/.exec(seen)?.[0];
    return untold || (said !== undefined && said.toLowerCase() !== to.toLowerCase()) ? { href, host: to } : { href };
  }
  const credentials = url.username !== '' || url.password !== '';
  url.username = '';
  url.password = '';
  const target: Target = { href: credentials ? url.href : href };
  // A mark that turns the direction of reading can make any text of any other.
  const turned = /[\u202a-\u202e\u2066-\u2069]/.test(text);
  if (untold || credentials || turned || says(seen).some(said => !within(said, url))) target.host = url.host;
  return target;
}

interface Said {
  host: string;
  port: string;
}

/** The machines that a person reads in a text. */
function says(text: string): Said[] {
  const found: Said[] = [];
  for (const [address] of text.normalize('NFKC').matchAll(ADDRESSES)) {
    if (!address.includes('://') && FILE_NAME.test(address.replace(/:\d+$/, ''))) continue;
    try {
      const { hostname, port } = new URL(address.includes('://') ? address : `https://${address}`);
      found.push({ host: hostname, port });
    } catch {
      found.push({ host: address, port: '' });
    }
  }
  return found;
}

/** Whether `real` is at the machine that was said, or a part of it. */
function within(said: Said, real: URL): boolean {
  const name = said.host.replace(/^www\./, '');
  if (said.port !== '' && said.port !== (real.port || (real.protocol === 'http:' ? '80' : '443'))) return false;
  return real.hostname === said.host || real.hostname === name || real.hostname.endsWith(`.${name}`);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
