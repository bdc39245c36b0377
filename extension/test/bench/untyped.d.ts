declare module '@gorhill/ubo-core/js/hntrie.js' {
  export default class HNTrieContainer {
    enableWASM(fetcher: (path: string) => Promise<WebAssembly.Module>, path: string): Promise<boolean>;
    createTrieFromIterable(hosts: Iterable<string>): number;
    setNeedle(host: string): this;
    matches(root: number): number;
  }
}
