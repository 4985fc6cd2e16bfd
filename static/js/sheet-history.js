// What has been done and can be undone: each step knows both ways. A step is { undo, redo }; either may take its time and
// answer false when it could not be done, and then stays where it was.
export class History {
  constructor(onChange) {
    this.done = [];
    this.undone = [];
    this.onChange = onChange;
    this.busy = false;
  }

  add(step) {
    this.done.push(step);
    this.undone = [];
    this.onChange(this);
  }

  undo() {
    return this.step(this.done, this.undone, "undo");
  }

  redo() {
    return this.step(this.undone, this.done, "redo");
  }

  async step(from, to, way) {
    if (this.busy || !from.length) return;
    this.busy = true;
    try {
      const step = from.at(-1);
      if ((await step[way]()) !== false) to.push(from.pop());
    } finally {
      this.busy = false;
      this.onChange(this);
    }
  }
}
