"""How a gull is drawn, part by part, in bird coordinates: 100 units from tail to bill tip, facing right, y down."""
