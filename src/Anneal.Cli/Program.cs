using Anneal.Cli;

using var interrupt = new Interrupt();
return (int)App.Run(args, Terminal.OfProcess(interrupt.Token));
