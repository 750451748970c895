import { archiveEntries } from "./archive_entries.ts";
import type { PublishedFile } from "./download.ts";

/** An image as it stands in an archive. */
export interface ArchivedImage {
  split: "train" | "test";
  /** Key of its class; classes are numbered in the order of their keys. */
  class: string;
  /** Its path in the archive. */
  path: string;
  /** A JPEG, PNG or TIFF file. */
  file?: Uint8Array;
  /** Where there is no file: pixels [size, size, 3]. */
  pixels?: Uint8Array;
}

/** A data set as its owners give it out. */
export interface ImageArchive {
  title: string;
  /** Where it is described. */
  home: string;
  licence: string;
  files: readonly PublishedFile[];
  /** Number of images of each split. */
  counts: { train: number; test: number };
  /** Number of classes, or the name that goes with each key. */
  classes: number | Record<string, string>;
  /** Height and width of the images, where all are squares of one size. */
  size?: number;
  /** All images, in the order in which they stand in the files. */
  images: (paths: readonly string[]) => AsyncGenerator<ArchivedImage>;
}

const imagenetteClasses = {
  n01440764: "tench",
  n02102040: "English springer",
  n02979186: "cassette player",
  n03000684: "chain saw",
  n03028079: "church",
  n03394916: "French horn",
  n03417042: "garbage truck",
  n03425413: "gas pump",
  n03445777: "golf ball",
  n03888257: "parachute",
};

const imagewoofClasses = {
  n02086240: "Shih-Tzu",
  n02087394: "Rhodesian ridgeback",
  n02088364: "beagle",
  n02089973: "English foxhound",
  n02093754: "Border terrier",
  n02096294: "Australian terrier",
  n02099601: "golden retriever",
  n02105641: "Old English sheepdog",
  n02111889: "Samoyed",
  n02115641: "dingo",
};

const cifarClasses = [
  "airplane",
  "automobile",
  "bird",
  "cat",
  "deer",
  "dog",
  "frog",
  "horse",
  "ship",
  "truck",
];

const imagenette = {
  home: "https://github.com/fastai/imagenette",
  licence: "Apache 2.0 (the selection); the images belong to their owners, as those of ImageNet",
  images: inFolders,
};
const nette = { ...imagenette, counts: { train: 9469, test: 3925 }, classes: imagenetteClasses };
const woof = { ...imagenette, counts: { train: 9025, test: 3929 }, classes: imagewoofClasses };

const cifar = {
  home: "https://www.cs.toronto.edu/~kriz/cifar.html",
  licence: "none stated; its owners ask that Krizhevsky (2009) be cited",
  counts: { train: 50_000, test: 10_000 },
  classes: 10,
  size: 32,
};

/**
 * The image data sets of the course. Lengths and SHA-256 are those that TensorFlow Datasets and
 * FastAI.jl noted; where these differ, the file was given out in two versions. Those at 64 pixels and
 * CIFAR-10 as JPEG are variants without an address.
 */
export const imageArchives = {
  "cifar10": {
    ...cifar,
    title: "CIFAR-10",
    files: [{
      file: "cifar-10-binary.tar.gz",
      url: "https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz",
      bytes: 170_052_171,
      sha256: ["c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"],
    }],
    images: cifarBinary,
  },
  "cifar10-jpeg": {
    ...cifar,
    title: "CIFAR-10, its images written anew as JPEG",
    files: [{
      file: "cifar10-jpeg.tgz",
      bytes: 19_436_983,
      sha256: ["ff26949c34c4e67da3fa472a1f142e33365dea058f94f1fa369b14ef3d986968"],
    }],
    images: inFolders,
  },
  "imagenette2-160": {
    ...nette,
    title: "Imagenette, shorter side 160 pixels",
    files: [{
      file: "imagenette2-160.tgz",
      url: "https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-160.tgz",
      bytes: 99_003_388,
      sha256: [
        "64d0c4859f35a461889e0147755a999a48b49bf38a7e0f9bd27003f10db02fe5",
        "88daccb09b6fce93f45e6c09ddeb269cce705549e6bff322092a2a5a11489863",
      ],
    }],
  },
  "imagenette2-320": {
    ...nette,
    title: "Imagenette, shorter side 320 pixels",
    files: [{
      file: "imagenette2-320.tgz",
      url: "https://s3.amazonaws.com/fast-ai-imageclas/imagenette2-320.tgz",
      bytes: 341_663_724,
      sha256: ["569b4497c98db6dd29f335d1f109cf315fe127053cedf69010d047f0188e158c"],
    }],
  },
  "imagenette2-64": {
    ...nette,
    title: "Imagenette, every image made 64 x 64 pixels",
    size: 64,
    files: [{
      file: "imagenette2-64.tgz",
      bytes: 25_190_513,
      sha256: ["df7533e60717eb32fb70cc93656c14dc0bb9cf4e7eb6c3a927ab643b88b9b582"],
    }],
  },
  "imagewoof2-160": {
    ...woof,
    title: "Imagewoof, shorter side 160 pixels",
    files: [{
      file: "imagewoof2-160.tgz",
      url: "https://s3.amazonaws.com/fast-ai-imageclas/imagewoof2-160.tgz",
      bytes: 92_560_471,
      sha256: ["663c22f69c2802d85e2a67103c017e047096702ffddf9149a14011b7002539bf"],
    }],
  },
  "imagewoof2-320": {
    ...woof,
    title: "Imagewoof, shorter side 320 pixels",
    files: [{
      file: "imagewoof2-320.tgz",
      url: "https://s3.amazonaws.com/fast-ai-imageclas/imagewoof2-320.tgz",
      bytes: 328_288_506,
      sha256: ["4e4905ed7643120daaf9bf3b2ef7f3a7e8396d9bdaf254a38c6f01f618b4973d"],
    }],
  },
  "imagewoof2-64": {
    ...woof,
    title: "Imagewoof, every image made 64 x 64 pixels",
    size: 64,
    files: [{
      file: "imagewoof2-64.tgz",
      bytes: 24_128_151,
      sha256: ["62d4f1f3d289d2c2e873aa6e15b1ce5c1df33ef0a5128f9b497174f315ecbbc6"],
    }],
  },
  "oxford-iiit-pet": {
    title: "Oxford-IIIT Pets",
    home: "https://www.robots.ox.ac.uk/~vgg/data/pets/",
    licence: "CC BY-SA 4.0",
    counts: { train: 3680, test: 3669 },
    classes: 37,
    files: [{
      file: "annotations.tar.gz",
      url: "https://thor.robots.ox.ac.uk/~vgg/data/pets/annotations.tar.gz",
      bytes: 19_173_078,
      sha256: ["52425fb6de5c424942b7626b428656fcbd798db970a937df61750c0f1d358e91"],
    }, {
      file: "images.tar.gz",
      url: "https://thor.robots.ox.ac.uk/~vgg/data/pets/images.tar.gz",
      bytes: 791_918_971,
      sha256: ["67195c5e1c01f1ab5f9b6a5d22b8c27a580d896ece458917e61d459337fa318d"],
    }],
    images: pets,
  },
  "colorectal-histology": {
    title:
      "Colorectal histology (Kather et al. 2016), every fifth tile of a class kept for the test",
    home: "https://zenodo.org/record/53169",
    licence: "CC BY 4.0",
    counts: { train: 4000, test: 1000 },
    classes: 8,
    size: 150,
    files: [{
      file: "Kather_texture_2016_image_tiles_5000.zip",
      url: "https://zenodo.org/record/53169/files/Kather_texture_2016_image_tiles_5000.zip",
      bytes: 258_098_431,
      sha256: ["936d0b95ae0f04f1f7b18a2b7e8c55776c3e887d102f645bcee752d1a6626a32"],
    }],
    images: tiles,
  },
} satisfies Record<string, ImageArchive>;

/** Name of one of the {@linkcode imageArchives}. */
export type ImageArchiveName = keyof typeof imageArchives;

/** Images in folders: `<root>/<split>/<class>/<name>.jpg`. */
export async function* inFolders([path]: readonly string[]): AsyncGenerator<ArchivedImage> {
  const place = /^[^/]+\/(train|val|test)\/([^/]+)\/[^/]+\.jpe?g$/i;
  for await (const entry of archiveEntries(path, { wanted: (name) => place.test(name) })) {
    const [, split, key] = place.exec(entry.path)!;
    yield {
      split: split === "train" ? "train" : "test",
      class: key,
      path: entry.path,
      file: entry.bytes,
    };
  }
}

/** Records of one byte for the class and 32 × 32 pixels, all red ones first, then green, then blue. */
export async function* cifarBinary([path]: readonly string[]): AsyncGenerator<ArchivedImage> {
  const area = 32 * 32;
  const place = /(data_batch_\d|test_batch)\.bin$/;
  for await (
    const { path: name, bytes } of archiveEntries(path, { wanted: (n) => place.test(n) })
  ) {
    if (bytes.length % (1 + 3 * area) !== 0) {
      throw new Error(`${name} in ${path} must hold records of ${1 + 3 * area} bytes`);
    }
    for (let start = 0, k = 0; start < bytes.length; start += 1 + 3 * area, k++) {
      const label = bytes[start];
      const planes = bytes.subarray(start + 1, start + 1 + 3 * area);
      yield {
        split: name.endsWith("test_batch.bin") ? "test" : "train",
        class: cifarClasses[label] ?? `class ${label}`,
        path: `${name}#${k}`,
        pixels: Uint8Array.from(planes, (_, i) => planes[(i % 3) * area + Math.floor(i / 3)]),
      };
    }
  }
}

/** Pets: the first file lists which image is of which split, the second has the images. */
export async function* pets([lists, images]: readonly string[]): AsyncGenerator<ArchivedImage> {
  const splits = new Map<string, "train" | "test">();
  const list = /annotations\/(trainval|test)\.txt$/;
  for await (const { path, bytes } of archiveEntries(lists, { wanted: (p) => list.test(p) })) {
    const split = path.endsWith("trainval.txt") ? "train" : "test";
    for (const line of new TextDecoder().decode(bytes).split("\n")) {
      const [name] = line.split(" ");
      if (name) splits.set(name, split);
    }
  }
  const place = /^images\/(([^/]+)_\d+)\.jpg$/;
  const wanted = (path: string) => splits.has(place.exec(path)?.[1] ?? "");
  for await (const { path, bytes } of archiveEntries(images, { wanted })) {
    const [, name, breed] = place.exec(path)!;
    yield { split: splits.get(name)!, class: breed, path, file: bytes };
  }
}

/** Tiles in folders by tissue, without splits: every fifth of a class is for the test. */
export async function* tiles([path]: readonly string[]): AsyncGenerator<ArchivedImage> {
  const place = /\/([^/]+)\/[^/]+\.tif$/;
  const seen = new Map<string, number>();
  for await (const entry of archiveEntries(path, { wanted: (name) => place.test(name) })) {
    const [, tissue] = place.exec(entry.path)!;
    const count = seen.get(tissue) ?? 0;
    seen.set(tissue, count + 1);
    const split = count % 5 === 4 ? "test" : "train";
    yield { split, class: tissue, path: entry.path, file: entry.bytes };
  }
}
