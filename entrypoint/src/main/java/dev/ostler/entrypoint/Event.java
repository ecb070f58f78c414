package dev.ostler.entrypoint;

/** Everything that can happen to an entrypoint. Not intended to be implemented by clients. */
public sealed interface Event
    permits ProcessEvent,
        ConfigurationEvent,
        ActivationChanged,
        SignalReceived,
        DatagramReceived,
        ConnectionEvent,
        OutputReceived,
        RoomAgain,
        AlarmRang,
        NobodyLeft,
        Warning {}
