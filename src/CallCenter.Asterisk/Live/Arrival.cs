namespace CallCenter.Asterisk;

/// <summary>A message and when it came, by our clock. Without a message: time has passed.</summary>
internal readonly record struct Arrival(AmiMessage? Message, DateTimeOffset Time);
