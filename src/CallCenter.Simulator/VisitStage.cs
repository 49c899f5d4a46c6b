namespace CallCenter.Simulator;

internal enum VisitStage
{
    Waiting,
    Connected,
    Held,
    WrapUp,
    Over,
}
