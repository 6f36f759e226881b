document.title = "Treadle";
