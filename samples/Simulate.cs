#!/usr/bin/env dotnet
#:project ../src/Anneal/Anneal.csproj
using Anneal.Formats;
using Anneal.Simulation;

// The simulated runs of data/simulated, byte for byte; into the folder that is named.
var folder = args.Length > 0 ? args[0] : "artifacts/simulated";
var simulated = SimulatedRuns.Create(new Seed(1));
SimulatedFiles.Write(simulated, folder);
Console.WriteLine($"{simulated.Training.Count} runs to fit and {simulated.HeldOut.Count} others in {folder}");
