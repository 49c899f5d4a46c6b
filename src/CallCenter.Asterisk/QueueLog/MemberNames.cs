namespace CallCenter.Asterisk;

/// <summary>Whose device a name is: queue_log names members, AMI their interfaces too, and an agent's identity is the
/// interface.</summary>
internal sealed class MemberNames
{
    private readonly Dictionary<string, List<string>> _devices = new(StringComparer.Ordinal);

    private readonly Dictionary<string, string> _byChannel = new(StringComparer.Ordinal);

    /// <summary>A member as a message showed it.</summary>
    public void Learn(AmiMessage message)
    {
        var device = message["Interface"] ?? message.Text("Location");
        Learn(message["MemberName"] ?? message.Text("Name"), device);
        LearnChannel(message.Text("DestUniqueid"), device);
    }

    /// <summary>The channel of a device; it distinguishes two devices of one name.</summary>
    public void LearnChannel(string channel, string device)
    {
        if (channel.Length > 0 && device.Length > 0)
            _byChannel[channel] = device;
    }

    /// <summary>The device of a channel; null when it is not known.</summary>
    public string? DeviceOfChannel(string channel) => _byChannel.GetValueOrDefault(channel);

    /// <summary>A member as an event or a list showed it.</summary>
    public void Learn(string name, string device)
    {
        if (name.Length == 0 || device.Length == 0)
            return;
        if (!_devices.TryGetValue(name, out var devices))
            _devices[name] = devices = [];
        if (!devices.Contains(device))
            devices.Add(device);
    }

    /// <summary>The devices of this name, those learned first before those of agents already known; none for a name never seen with a
    /// device.</summary>
    public IEnumerable<string> Devices(string name, AgentBook agents)
    {
        var label = Ids.Label(name);
        return _devices.GetValueOrDefault(name, [])
            .Concat(agents.All.Where(agent => agent.Name == label).Select(agent => agent.Id)).Distinct();
    }
}
