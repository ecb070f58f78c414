package dev.ostler.gateway;

/** What outlasts the gateway. Safe for use by several threads; its methods do not block. */
interface Memory {
  /** Of a gateway that keeps nothing. */
  Memory NONE =
      new Memory() {
        @Override
        public Remembered of(String app) {
          return Remembered.NOTHING;
        }

        @Override
        public void keep(String app, Remembered now) {}

        @Override
        public void gone(String app) {}
      };

  /** What was kept of an app, which is there now. */
  Remembered of(String app);

  /** Keeps how an app is now. */
  void keep(String app, Remembered now);

  /** Nobody looks after an app any more; it may come again. */
  void gone(String app);
}
