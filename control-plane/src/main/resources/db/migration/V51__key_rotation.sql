-- A new master key is brought to every organization's data key.
call bowline_sweep('data_key', 'key-rotation');
